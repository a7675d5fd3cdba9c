// Generated from crds/ by `npm run gen`. Do not edit.
// @ts-nocheck
import * as lists from './list-check.ts';
import ucs2length from 'ajv/dist/runtime/ucs2length.js';

export const Image = validate10;
const schema11 = {
  withoutErrors: {
    type: 'object',
    additionalProperties: false,
    required: ['apiVersion', 'kind', 'metadata', 'spec'],
    properties: {
      apiVersion: {},
      kind: {},
      metadata: {
        type: 'object',
        additionalProperties: false,
        required: ['name'],
        properties: {
          name: {type: 'string', pattern: '^[a-z][a-z0-9-]{0,39}$'},
          namespace: {type: 'string', pattern: '^[a-z][a-z0-9-]{0,39}$', default: 'default'},
          labels: {
            type: 'object',
            default: {},
            propertyNames: {
              type: 'string',
              pattern:
                '^([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?/)?[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$',
            },
            additionalProperties: {
              type: 'string',
              pattern: '^([A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?$',
            },
          },
          annotations: {
            type: 'object',
            default: {},
            propertyNames: {
              type: 'string',
              pattern:
                '^([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?/)?[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$',
            },
            additionalProperties: {type: 'string'},
          },
        },
      },
      spec: {
        type: 'object',
        required: ['format', 'source'],
        additionalProperties: false,
        properties: {
          format: {type: 'string', enum: ['raw', 'qcow2']},
          source: {
            type: 'object',
            oneOf: [{required: ['file']}, {required: ['recipe']}],
            additionalProperties: false,
            properties: {
              file: {
                type: 'object',
                required: ['path'],
                additionalProperties: false,
                properties: {
                  path: {
                    type: 'string',
                    pattern: '^[^\\x00-\\x1f\\x7f~][^\\x00-\\x1f\\x7f]*$',
                    maxLength: 1024,
                  },
                  sha256: {type: 'string', pattern: '^[0-9a-f]{64}$', maxLength: 64},
                },
              },
              recipe: {
                type: 'object',
                required: ['name', 'output'],
                additionalProperties: false,
                properties: {
                  name: {type: 'string', pattern: '^[a-z][a-z0-9-]{0,39}$', maxLength: 40},
                  output: {type: 'string', pattern: '^[a-z][a-z0-9-]{0,39}$', maxLength: 40},
                },
              },
            },
          },
        },
      },
    },
  },
};
const pattern0 = new RegExp('^[a-z][a-z0-9-]{0,39}$', 'u');
const pattern2 = new RegExp(
  '^([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?/)?[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$',
  'u',
);
const pattern3 = new RegExp('^([A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?$', 'u');
const pattern5 = new RegExp('^[^\\x00-\\x1f\\x7f~][^\\x00-\\x1f\\x7f]*$', 'u');
const pattern6 = new RegExp('^[0-9a-f]{64}$', 'u');
const func2 = ucs2length.default;

function validate10(data, {instancePath = '', parentData, parentDataProperty, rootData = data} = {}) {
  let vErrors = null;
  let errors = 0;
  const _errs0 = errors;
  if (errors === _errs0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.apiVersion === undefined && (missing0 = 'apiVersion')) ||
        (data.kind === undefined && (missing0 = 'kind')) ||
        (data.metadata === undefined && (missing0 = 'metadata')) ||
        (data.spec === undefined && (missing0 = 'spec'))
      ) {
        validate10.errors = [{}];
        return false;
      } else {
        const _errs2 = errors;
        for (const key0 in data) {
          if (!(key0 === 'apiVersion' || key0 === 'kind' || key0 === 'metadata' || key0 === 'spec')) {
            validate10.errors = [{}];
            return false;
            break;
          }
        }
        if (_errs2 === errors) {
          if (data.metadata !== undefined) {
            let data0 = data.metadata;
            const _errs3 = errors;
            if (errors === _errs3) {
              if (data0 && typeof data0 == 'object' && !Array.isArray(data0)) {
                if (data0.namespace === undefined) {
                  data0.namespace = 'default';
                }
                if (data0.labels === undefined) {
                  data0.labels = {};
                }
                if (data0.annotations === undefined) {
                  data0.annotations = {};
                }
                let missing1;
                if (data0.name === undefined && (missing1 = 'name')) {
                  validate10.errors = [{}];
                  return false;
                } else {
                  const _errs5 = errors;
                  for (const key1 in data0) {
                    if (!(
                      key1 === 'name' ||
                      key1 === 'namespace' ||
                      key1 === 'labels' ||
                      key1 === 'annotations'
                    )) {
                      validate10.errors = [{}];
                      return false;
                      break;
                    }
                  }
                  if (_errs5 === errors) {
                    if (data0.name !== undefined) {
                      let data1 = data0.name;
                      const _errs6 = errors;
                      if (errors === _errs6) {
                        if (typeof data1 === 'string') {
                          if (!pattern0.test(data1)) {
                            validate10.errors = [{}];
                            return false;
                          }
                        } else {
                          validate10.errors = [{}];
                          return false;
                        }
                      }
                      var valid2 = _errs6 === errors;
                    } else {
                      var valid2 = true;
                    }
                    if (valid2) {
                      let data2 = data0.namespace;
                      const _errs8 = errors;
                      if (errors === _errs8) {
                        if (typeof data2 === 'string') {
                          if (!pattern0.test(data2)) {
                            validate10.errors = [{}];
                            return false;
                          }
                        } else {
                          validate10.errors = [{}];
                          return false;
                        }
                      }
                      var valid2 = _errs8 === errors;
                      if (valid2) {
                        let data3 = data0.labels;
                        const _errs10 = errors;
                        if (errors === _errs10) {
                          if (data3 && typeof data3 == 'object' && !Array.isArray(data3)) {
                            for (const key2 in data3) {
                              const _errs12 = errors;
                              if (errors === _errs12) {
                                if (typeof key2 === 'string') {
                                  if (!pattern2.test(key2)) {
                                    const err0 = {};
                                    if (vErrors === null) {
                                      vErrors = [err0];
                                    } else {
                                      vErrors.push(err0);
                                    }
                                    errors++;
                                  }
                                } else {
                                  const err1 = {};
                                  if (vErrors === null) {
                                    vErrors = [err1];
                                  } else {
                                    vErrors.push(err1);
                                  }
                                  errors++;
                                }
                              }
                              var valid3 = _errs12 === errors;
                              if (!valid3) {
                                const err2 = {};
                                if (vErrors === null) {
                                  vErrors = [err2];
                                } else {
                                  vErrors.push(err2);
                                }
                                errors++;
                                validate10.errors = vErrors;
                                return false;
                                break;
                              }
                            }
                            if (valid3) {
                              for (const key3 in data3) {
                                let data4 = data3[key3];
                                const _errs15 = errors;
                                if (errors === _errs15) {
                                  if (typeof data4 === 'string') {
                                    if (!pattern3.test(data4)) {
                                      validate10.errors = [{}];
                                      return false;
                                    }
                                  } else {
                                    validate10.errors = [{}];
                                    return false;
                                  }
                                }
                                var valid4 = _errs15 === errors;
                                if (!valid4) {
                                  break;
                                }
                              }
                            }
                          } else {
                            validate10.errors = [{}];
                            return false;
                          }
                        }
                        var valid2 = _errs10 === errors;
                        if (valid2) {
                          let data5 = data0.annotations;
                          const _errs17 = errors;
                          if (errors === _errs17) {
                            if (data5 && typeof data5 == 'object' && !Array.isArray(data5)) {
                              for (const key4 in data5) {
                                const _errs19 = errors;
                                if (errors === _errs19) {
                                  if (typeof key4 === 'string') {
                                    if (!pattern2.test(key4)) {
                                      const err3 = {};
                                      if (vErrors === null) {
                                        vErrors = [err3];
                                      } else {
                                        vErrors.push(err3);
                                      }
                                      errors++;
                                    }
                                  } else {
                                    const err4 = {};
                                    if (vErrors === null) {
                                      vErrors = [err4];
                                    } else {
                                      vErrors.push(err4);
                                    }
                                    errors++;
                                  }
                                }
                                var valid5 = _errs19 === errors;
                                if (!valid5) {
                                  const err5 = {};
                                  if (vErrors === null) {
                                    vErrors = [err5];
                                  } else {
                                    vErrors.push(err5);
                                  }
                                  errors++;
                                  validate10.errors = vErrors;
                                  return false;
                                  break;
                                }
                              }
                              if (valid5) {
                                for (const key5 in data5) {
                                  const _errs22 = errors;
                                  if (typeof data5[key5] !== 'string') {
                                    validate10.errors = [{}];
                                    return false;
                                  }
                                  var valid6 = _errs22 === errors;
                                  if (!valid6) {
                                    break;
                                  }
                                }
                              }
                            } else {
                              validate10.errors = [{}];
                              return false;
                            }
                          }
                          var valid2 = _errs17 === errors;
                        }
                      }
                    }
                  }
                }
              } else {
                validate10.errors = [{}];
                return false;
              }
            }
            var valid1 = _errs3 === errors;
          } else {
            var valid1 = true;
          }
          if (valid1) {
            if (data.spec !== undefined) {
              let data7 = data.spec;
              const _errs24 = errors;
              if (errors === _errs24) {
                if (data7 && typeof data7 == 'object' && !Array.isArray(data7)) {
                  let missing2;
                  if (
                    (data7.format === undefined && (missing2 = 'format')) ||
                    (data7.source === undefined && (missing2 = 'source'))
                  ) {
                    validate10.errors = [{}];
                    return false;
                  } else {
                    const _errs26 = errors;
                    for (const key6 in data7) {
                      if (!(key6 === 'format' || key6 === 'source')) {
                        validate10.errors = [{}];
                        return false;
                        break;
                      }
                    }
                    if (_errs26 === errors) {
                      if (data7.format !== undefined) {
                        let data8 = data7.format;
                        const _errs27 = errors;
                        if (typeof data8 !== 'string') {
                          validate10.errors = [{}];
                          return false;
                        }
                        if (!(data8 === 'raw' || data8 === 'qcow2')) {
                          validate10.errors = [{}];
                          return false;
                        }
                        var valid7 = _errs27 === errors;
                      } else {
                        var valid7 = true;
                      }
                      if (valid7) {
                        if (data7.source !== undefined) {
                          let data9 = data7.source;
                          const _errs29 = errors;
                          const _errs31 = errors;
                          let valid8 = false;
                          let passing0 = null;
                          const _errs32 = errors;
                          if (data9 && typeof data9 == 'object' && !Array.isArray(data9)) {
                            let missing3;
                            if (data9.file === undefined && (missing3 = 'file')) {
                              const err6 = {};
                              if (vErrors === null) {
                                vErrors = [err6];
                              } else {
                                vErrors.push(err6);
                              }
                              errors++;
                            }
                          }
                          var _valid0 = _errs32 === errors;
                          if (_valid0) {
                            valid8 = true;
                            passing0 = 0;
                          }
                          const _errs33 = errors;
                          if (data9 && typeof data9 == 'object' && !Array.isArray(data9)) {
                            let missing4;
                            if (data9.recipe === undefined && (missing4 = 'recipe')) {
                              const err7 = {};
                              if (vErrors === null) {
                                vErrors = [err7];
                              } else {
                                vErrors.push(err7);
                              }
                              errors++;
                            }
                          }
                          var _valid0 = _errs33 === errors;
                          if (_valid0 && valid8) {
                            valid8 = false;
                            passing0 = [passing0, 1];
                          } else {
                            if (_valid0) {
                              valid8 = true;
                              passing0 = 1;
                            }
                          }
                          if (!valid8) {
                            const err8 = {};
                            if (vErrors === null) {
                              vErrors = [err8];
                            } else {
                              vErrors.push(err8);
                            }
                            errors++;
                            validate10.errors = vErrors;
                            return false;
                          } else {
                            errors = _errs31;
                            if (vErrors !== null) {
                              if (_errs31) {
                                vErrors.length = _errs31;
                              } else {
                                vErrors = null;
                              }
                            }
                          }
                          if (errors === _errs29) {
                            if (data9 && typeof data9 == 'object' && !Array.isArray(data9)) {
                              const _errs34 = errors;
                              for (const key7 in data9) {
                                if (!(key7 === 'file' || key7 === 'recipe')) {
                                  validate10.errors = [{}];
                                  return false;
                                  break;
                                }
                              }
                              if (_errs34 === errors) {
                                if (data9.file !== undefined) {
                                  let data10 = data9.file;
                                  const _errs35 = errors;
                                  if (errors === _errs35) {
                                    if (data10 && typeof data10 == 'object' && !Array.isArray(data10)) {
                                      let missing5;
                                      if (data10.path === undefined && (missing5 = 'path')) {
                                        validate10.errors = [{}];
                                        return false;
                                      } else {
                                        const _errs37 = errors;
                                        for (const key8 in data10) {
                                          if (!(key8 === 'path' || key8 === 'sha256')) {
                                            validate10.errors = [{}];
                                            return false;
                                            break;
                                          }
                                        }
                                        if (_errs37 === errors) {
                                          if (data10.path !== undefined) {
                                            let data11 = data10.path;
                                            const _errs38 = errors;
                                            if (errors === _errs38) {
                                              if (typeof data11 === 'string') {
                                                if (func2(data11) > 1024) {
                                                  validate10.errors = [{}];
                                                  return false;
                                                } else {
                                                  if (!pattern5.test(data11)) {
                                                    validate10.errors = [{}];
                                                    return false;
                                                  }
                                                }
                                              } else {
                                                validate10.errors = [{}];
                                                return false;
                                              }
                                            }
                                            var valid10 = _errs38 === errors;
                                          } else {
                                            var valid10 = true;
                                          }
                                          if (valid10) {
                                            if (data10.sha256 !== undefined) {
                                              let data12 = data10.sha256;
                                              const _errs40 = errors;
                                              if (errors === _errs40) {
                                                if (typeof data12 === 'string') {
                                                  if (func2(data12) > 64) {
                                                    validate10.errors = [{}];
                                                    return false;
                                                  } else {
                                                    if (!pattern6.test(data12)) {
                                                      validate10.errors = [{}];
                                                      return false;
                                                    }
                                                  }
                                                } else {
                                                  validate10.errors = [{}];
                                                  return false;
                                                }
                                              }
                                              var valid10 = _errs40 === errors;
                                            } else {
                                              var valid10 = true;
                                            }
                                          }
                                        }
                                      }
                                    } else {
                                      validate10.errors = [{}];
                                      return false;
                                    }
                                  }
                                  var valid9 = _errs35 === errors;
                                } else {
                                  var valid9 = true;
                                }
                                if (valid9) {
                                  if (data9.recipe !== undefined) {
                                    let data13 = data9.recipe;
                                    const _errs42 = errors;
                                    if (errors === _errs42) {
                                      if (data13 && typeof data13 == 'object' && !Array.isArray(data13)) {
                                        let missing6;
                                        if (
                                          (data13.name === undefined && (missing6 = 'name')) ||
                                          (data13.output === undefined && (missing6 = 'output'))
                                        ) {
                                          validate10.errors = [{}];
                                          return false;
                                        } else {
                                          const _errs44 = errors;
                                          for (const key9 in data13) {
                                            if (!(key9 === 'name' || key9 === 'output')) {
                                              validate10.errors = [{}];
                                              return false;
                                              break;
                                            }
                                          }
                                          if (_errs44 === errors) {
                                            if (data13.name !== undefined) {
                                              let data14 = data13.name;
                                              const _errs45 = errors;
                                              if (errors === _errs45) {
                                                if (typeof data14 === 'string') {
                                                  if (func2(data14) > 40) {
                                                    validate10.errors = [{}];
                                                    return false;
                                                  } else {
                                                    if (!pattern0.test(data14)) {
                                                      validate10.errors = [{}];
                                                      return false;
                                                    }
                                                  }
                                                } else {
                                                  validate10.errors = [{}];
                                                  return false;
                                                }
                                              }
                                              var valid11 = _errs45 === errors;
                                            } else {
                                              var valid11 = true;
                                            }
                                            if (valid11) {
                                              if (data13.output !== undefined) {
                                                let data15 = data13.output;
                                                const _errs47 = errors;
                                                if (errors === _errs47) {
                                                  if (typeof data15 === 'string') {
                                                    if (func2(data15) > 40) {
                                                      validate10.errors = [{}];
                                                      return false;
                                                    } else {
                                                      if (!pattern0.test(data15)) {
                                                        validate10.errors = [{}];
                                                        return false;
                                                      }
                                                    }
                                                  } else {
                                                    validate10.errors = [{}];
                                                    return false;
                                                  }
                                                }
                                                var valid11 = _errs47 === errors;
                                              } else {
                                                var valid11 = true;
                                              }
                                            }
                                          }
                                        }
                                      } else {
                                        validate10.errors = [{}];
                                        return false;
                                      }
                                    }
                                    var valid9 = _errs42 === errors;
                                  } else {
                                    var valid9 = true;
                                  }
                                }
                              }
                            } else {
                              validate10.errors = [{}];
                              return false;
                            }
                          }
                          var valid7 = _errs29 === errors;
                        } else {
                          var valid7 = true;
                        }
                      }
                    }
                  }
                } else {
                  validate10.errors = [{}];
                  return false;
                }
              }
              var valid1 = _errs24 === errors;
            } else {
              var valid1 = true;
            }
          }
        }
      }
    } else {
      validate10.errors = [{}];
      return false;
    }
  }
  var valid0 = _errs0 === errors;
  if (!valid0) {
    validate10.errors = [
      {
        instancePath,
        schemaPath: '#/withoutErrors',
        keyword: 'withoutErrors',
        params: {},
        message: 'must pass "withoutErrors" keyword validation',
      },
    ];
    return false;
  }
  validate10.errors = vErrors;
  return errors === 0;
}

export const Network = validate11;
const schema12 = {
  withoutErrors: {
    type: 'object',
    additionalProperties: false,
    required: ['apiVersion', 'kind', 'metadata', 'spec'],
    properties: {
      apiVersion: {},
      kind: {},
      metadata: {
        type: 'object',
        additionalProperties: false,
        required: ['name'],
        properties: {
          name: {type: 'string', pattern: '^[a-z][a-z0-9-]{0,39}$'},
          namespace: {type: 'string', pattern: '^[a-z][a-z0-9-]{0,39}$', default: 'default'},
          labels: {
            type: 'object',
            default: {},
            propertyNames: {
              type: 'string',
              pattern:
                '^([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?/)?[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$',
            },
            additionalProperties: {
              type: 'string',
              pattern: '^([A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?$',
            },
          },
          annotations: {
            type: 'object',
            default: {},
            propertyNames: {
              type: 'string',
              pattern:
                '^([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?/)?[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$',
            },
            additionalProperties: {type: 'string'},
          },
        },
      },
      spec: {
        type: 'object',
        oneOf: [{required: ['bridge']}],
        additionalProperties: false,
        properties: {
          bridge: {
            type: 'object',
            required: ['name'],
            additionalProperties: false,
            properties: {
              name: {type: 'string', pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,14}$', maxLength: 15},
              management: {type: 'string', enum: ['Owned', 'External'], default: 'Owned'},
              addresses: {
                type: 'array',
                default: [],
                maxItems: 16,
                'x-kubernetes-list-type': 'set',
                items: {type: 'string', pattern: '^[0-9A-Fa-f.:]+/[0-9]{1,3}$', maxLength: 49},
              },
              mtu: {type: 'integer', minimum: 576, maximum: 65535},
            },
          },
        },
      },
    },
  },
};
const pattern14 = new RegExp('^[A-Za-z0-9][A-Za-z0-9._-]{0,14}$', 'u');
const pattern15 = new RegExp('^[0-9A-Fa-f.:]+/[0-9]{1,3}$', 'u');
const func8 = lists.repeatedWords;

function validate11(data, {instancePath = '', parentData, parentDataProperty, rootData = data} = {}) {
  let vErrors = null;
  let errors = 0;
  const _errs0 = errors;
  if (errors === _errs0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.apiVersion === undefined && (missing0 = 'apiVersion')) ||
        (data.kind === undefined && (missing0 = 'kind')) ||
        (data.metadata === undefined && (missing0 = 'metadata')) ||
        (data.spec === undefined && (missing0 = 'spec'))
      ) {
        validate11.errors = [{}];
        return false;
      } else {
        const _errs2 = errors;
        for (const key0 in data) {
          if (!(key0 === 'apiVersion' || key0 === 'kind' || key0 === 'metadata' || key0 === 'spec')) {
            validate11.errors = [{}];
            return false;
            break;
          }
        }
        if (_errs2 === errors) {
          if (data.metadata !== undefined) {
            let data0 = data.metadata;
            const _errs3 = errors;
            if (errors === _errs3) {
              if (data0 && typeof data0 == 'object' && !Array.isArray(data0)) {
                if (data0.namespace === undefined) {
                  data0.namespace = 'default';
                }
                if (data0.labels === undefined) {
                  data0.labels = {};
                }
                if (data0.annotations === undefined) {
                  data0.annotations = {};
                }
                let missing1;
                if (data0.name === undefined && (missing1 = 'name')) {
                  validate11.errors = [{}];
                  return false;
                } else {
                  const _errs5 = errors;
                  for (const key1 in data0) {
                    if (!(
                      key1 === 'name' ||
                      key1 === 'namespace' ||
                      key1 === 'labels' ||
                      key1 === 'annotations'
                    )) {
                      validate11.errors = [{}];
                      return false;
                      break;
                    }
                  }
                  if (_errs5 === errors) {
                    if (data0.name !== undefined) {
                      let data1 = data0.name;
                      const _errs6 = errors;
                      if (errors === _errs6) {
                        if (typeof data1 === 'string') {
                          if (!pattern0.test(data1)) {
                            validate11.errors = [{}];
                            return false;
                          }
                        } else {
                          validate11.errors = [{}];
                          return false;
                        }
                      }
                      var valid2 = _errs6 === errors;
                    } else {
                      var valid2 = true;
                    }
                    if (valid2) {
                      let data2 = data0.namespace;
                      const _errs8 = errors;
                      if (errors === _errs8) {
                        if (typeof data2 === 'string') {
                          if (!pattern0.test(data2)) {
                            validate11.errors = [{}];
                            return false;
                          }
                        } else {
                          validate11.errors = [{}];
                          return false;
                        }
                      }
                      var valid2 = _errs8 === errors;
                      if (valid2) {
                        let data3 = data0.labels;
                        const _errs10 = errors;
                        if (errors === _errs10) {
                          if (data3 && typeof data3 == 'object' && !Array.isArray(data3)) {
                            for (const key2 in data3) {
                              const _errs12 = errors;
                              if (errors === _errs12) {
                                if (typeof key2 === 'string') {
                                  if (!pattern2.test(key2)) {
                                    const err0 = {};
                                    if (vErrors === null) {
                                      vErrors = [err0];
                                    } else {
                                      vErrors.push(err0);
                                    }
                                    errors++;
                                  }
                                } else {
                                  const err1 = {};
                                  if (vErrors === null) {
                                    vErrors = [err1];
                                  } else {
                                    vErrors.push(err1);
                                  }
                                  errors++;
                                }
                              }
                              var valid3 = _errs12 === errors;
                              if (!valid3) {
                                const err2 = {};
                                if (vErrors === null) {
                                  vErrors = [err2];
                                } else {
                                  vErrors.push(err2);
                                }
                                errors++;
                                validate11.errors = vErrors;
                                return false;
                                break;
                              }
                            }
                            if (valid3) {
                              for (const key3 in data3) {
                                let data4 = data3[key3];
                                const _errs15 = errors;
                                if (errors === _errs15) {
                                  if (typeof data4 === 'string') {
                                    if (!pattern3.test(data4)) {
                                      validate11.errors = [{}];
                                      return false;
                                    }
                                  } else {
                                    validate11.errors = [{}];
                                    return false;
                                  }
                                }
                                var valid4 = _errs15 === errors;
                                if (!valid4) {
                                  break;
                                }
                              }
                            }
                          } else {
                            validate11.errors = [{}];
                            return false;
                          }
                        }
                        var valid2 = _errs10 === errors;
                        if (valid2) {
                          let data5 = data0.annotations;
                          const _errs17 = errors;
                          if (errors === _errs17) {
                            if (data5 && typeof data5 == 'object' && !Array.isArray(data5)) {
                              for (const key4 in data5) {
                                const _errs19 = errors;
                                if (errors === _errs19) {
                                  if (typeof key4 === 'string') {
                                    if (!pattern2.test(key4)) {
                                      const err3 = {};
                                      if (vErrors === null) {
                                        vErrors = [err3];
                                      } else {
                                        vErrors.push(err3);
                                      }
                                      errors++;
                                    }
                                  } else {
                                    const err4 = {};
                                    if (vErrors === null) {
                                      vErrors = [err4];
                                    } else {
                                      vErrors.push(err4);
                                    }
                                    errors++;
                                  }
                                }
                                var valid5 = _errs19 === errors;
                                if (!valid5) {
                                  const err5 = {};
                                  if (vErrors === null) {
                                    vErrors = [err5];
                                  } else {
                                    vErrors.push(err5);
                                  }
                                  errors++;
                                  validate11.errors = vErrors;
                                  return false;
                                  break;
                                }
                              }
                              if (valid5) {
                                for (const key5 in data5) {
                                  const _errs22 = errors;
                                  if (typeof data5[key5] !== 'string') {
                                    validate11.errors = [{}];
                                    return false;
                                  }
                                  var valid6 = _errs22 === errors;
                                  if (!valid6) {
                                    break;
                                  }
                                }
                              }
                            } else {
                              validate11.errors = [{}];
                              return false;
                            }
                          }
                          var valid2 = _errs17 === errors;
                        }
                      }
                    }
                  }
                }
              } else {
                validate11.errors = [{}];
                return false;
              }
            }
            var valid1 = _errs3 === errors;
          } else {
            var valid1 = true;
          }
          if (valid1) {
            if (data.spec !== undefined) {
              let data7 = data.spec;
              const _errs24 = errors;
              const _errs26 = errors;
              let valid7 = false;
              const _errs27 = errors;
              if (data7 && typeof data7 == 'object' && !Array.isArray(data7)) {
                let missing2;
                if (data7.bridge === undefined && (missing2 = 'bridge')) {
                  const err6 = {};
                  if (vErrors === null) {
                    vErrors = [err6];
                  } else {
                    vErrors.push(err6);
                  }
                  errors++;
                }
              }
              var _valid0 = _errs27 === errors;
              if (_valid0) {
                valid7 = true;
              }
              if (!valid7) {
                const err7 = {};
                if (vErrors === null) {
                  vErrors = [err7];
                } else {
                  vErrors.push(err7);
                }
                errors++;
                validate11.errors = vErrors;
                return false;
              } else {
                errors = _errs26;
                if (vErrors !== null) {
                  if (_errs26) {
                    vErrors.length = _errs26;
                  } else {
                    vErrors = null;
                  }
                }
              }
              if (errors === _errs24) {
                if (data7 && typeof data7 == 'object' && !Array.isArray(data7)) {
                  const _errs28 = errors;
                  for (const key6 in data7) {
                    if (!(key6 === 'bridge')) {
                      validate11.errors = [{}];
                      return false;
                      break;
                    }
                  }
                  if (_errs28 === errors) {
                    if (data7.bridge !== undefined) {
                      let data8 = data7.bridge;
                      const _errs29 = errors;
                      if (errors === _errs29) {
                        if (data8 && typeof data8 == 'object' && !Array.isArray(data8)) {
                          if (data8.management === undefined) {
                            data8.management = 'Owned';
                          }
                          if (data8.addresses === undefined) {
                            data8.addresses = [];
                          }
                          let missing3;
                          if (data8.name === undefined && (missing3 = 'name')) {
                            validate11.errors = [{}];
                            return false;
                          } else {
                            const _errs31 = errors;
                            for (const key7 in data8) {
                              if (!(
                                key7 === 'name' ||
                                key7 === 'management' ||
                                key7 === 'addresses' ||
                                key7 === 'mtu'
                              )) {
                                validate11.errors = [{}];
                                return false;
                                break;
                              }
                            }
                            if (_errs31 === errors) {
                              if (data8.name !== undefined) {
                                let data9 = data8.name;
                                const _errs32 = errors;
                                if (errors === _errs32) {
                                  if (typeof data9 === 'string') {
                                    if (func2(data9) > 15) {
                                      validate11.errors = [{}];
                                      return false;
                                    } else {
                                      if (!pattern14.test(data9)) {
                                        validate11.errors = [{}];
                                        return false;
                                      }
                                    }
                                  } else {
                                    validate11.errors = [{}];
                                    return false;
                                  }
                                }
                                var valid9 = _errs32 === errors;
                              } else {
                                var valid9 = true;
                              }
                              if (valid9) {
                                let data10 = data8.management;
                                const _errs34 = errors;
                                if (typeof data10 !== 'string') {
                                  validate11.errors = [{}];
                                  return false;
                                }
                                if (!(data10 === 'Owned' || data10 === 'External')) {
                                  validate11.errors = [{}];
                                  return false;
                                }
                                var valid9 = _errs34 === errors;
                                if (valid9) {
                                  let data11 = data8.addresses;
                                  const _errs36 = errors;
                                  if (errors === _errs36) {
                                    if (Array.isArray(data11)) {
                                      if (data11.length > 16) {
                                        validate11.errors = [{}];
                                        return false;
                                      } else {
                                        var valid10 = true;
                                        const len0 = data11.length;
                                        for (let i0 = 0; i0 < len0; i0++) {
                                          let data12 = data11[i0];
                                          const _errs38 = errors;
                                          if (errors === _errs38) {
                                            if (typeof data12 === 'string') {
                                              if (func2(data12) > 49) {
                                                validate11.errors = [{}];
                                                return false;
                                              } else {
                                                if (!pattern15.test(data12)) {
                                                  validate11.errors = [{}];
                                                  return false;
                                                }
                                              }
                                            } else {
                                              validate11.errors = [{}];
                                              return false;
                                            }
                                          }
                                          var valid10 = _errs38 === errors;
                                          if (!valid10) {
                                            break;
                                          }
                                        }
                                        if (valid10) {
                                          if (func8(data11, 'set').length > 0) {
                                            validate11.errors = [{}];
                                            return false;
                                          }
                                        }
                                      }
                                    } else {
                                      validate11.errors = [{}];
                                      return false;
                                    }
                                  }
                                  var valid9 = _errs36 === errors;
                                  if (valid9) {
                                    if (data8.mtu !== undefined) {
                                      let data13 = data8.mtu;
                                      const _errs40 = errors;
                                      if (!(
                                        typeof data13 == 'number' &&
                                        !(data13 % 1) &&
                                        !isNaN(data13) &&
                                        isFinite(data13)
                                      )) {
                                        validate11.errors = [{}];
                                        return false;
                                      }
                                      if (errors === _errs40) {
                                        if (typeof data13 == 'number' && isFinite(data13)) {
                                          if (data13 > 65535 || isNaN(data13)) {
                                            validate11.errors = [{}];
                                            return false;
                                          } else {
                                            if (data13 < 576 || isNaN(data13)) {
                                              validate11.errors = [{}];
                                              return false;
                                            }
                                          }
                                        }
                                      }
                                      var valid9 = _errs40 === errors;
                                    } else {
                                      var valid9 = true;
                                    }
                                  }
                                }
                              }
                            }
                          }
                        } else {
                          validate11.errors = [{}];
                          return false;
                        }
                      }
                    }
                  }
                } else {
                  validate11.errors = [{}];
                  return false;
                }
              }
              var valid1 = _errs24 === errors;
            } else {
              var valid1 = true;
            }
          }
        }
      }
    } else {
      validate11.errors = [{}];
      return false;
    }
  }
  var valid0 = _errs0 === errors;
  if (!valid0) {
    validate11.errors = [
      {
        instancePath,
        schemaPath: '#/withoutErrors',
        keyword: 'withoutErrors',
        params: {},
        message: 'must pass "withoutErrors" keyword validation',
      },
    ];
    return false;
  }
  validate11.errors = vErrors;
  return errors === 0;
}

export const VirtualMachine = validate12;
const schema13 = {
  withoutErrors: {
    type: 'object',
    additionalProperties: false,
    required: ['apiVersion', 'kind', 'metadata', 'spec'],
    properties: {
      apiVersion: {},
      kind: {},
      metadata: {
        type: 'object',
        additionalProperties: false,
        required: ['name'],
        properties: {
          name: {type: 'string', pattern: '^[a-z][a-z0-9-]{0,39}$'},
          namespace: {type: 'string', pattern: '^[a-z][a-z0-9-]{0,39}$', default: 'default'},
          labels: {
            type: 'object',
            default: {},
            propertyNames: {
              type: 'string',
              pattern:
                '^([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?/)?[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$',
            },
            additionalProperties: {
              type: 'string',
              pattern: '^([A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?$',
            },
          },
          annotations: {
            type: 'object',
            default: {},
            propertyNames: {
              type: 'string',
              pattern:
                '^([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?/)?[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$',
            },
            additionalProperties: {type: 'string'},
          },
        },
      },
      spec: {
        type: 'object',
        additionalProperties: false,
        properties: {
          class: {type: 'string', pattern: '^[a-z][a-z0-9-]{0,39}$', maxLength: 40},
          runPolicy: {type: 'string', enum: ['Always', 'RerunOnFailure', 'Once', 'Manual', 'Halted']},
          hypervisor: {
            type: 'object',
            oneOf: [
              {required: ['qemu']},
              {required: ['cloudHypervisor']},
              {required: ['firecracker']},
              {required: ['crosvm']},
              {required: ['kvmtool']},
              {required: ['stratovirt']},
              {required: ['alioth']},
              {required: ['runner']},
            ],
            additionalProperties: false,
            properties: {
              qemu: {
                type: 'object',
                additionalProperties: false,
                properties: {
                  machine: {type: 'string', enum: ['q35', 'pc', 'microvm', 'virt']},
                  accelerator: {type: 'string', enum: ['auto', 'kvm', 'tcg']},
                  cpuModel: {
                    type: 'string',
                    pattern: '^[A-Za-z0-9][A-Za-z0-9._-]*(,[+-]?[A-Za-z0-9][A-Za-z0-9._-]*(=(on|off))?)*$',
                    maxLength: 256,
                  },
                  extraArgs: {
                    type: 'array',
                    maxItems: 64,
                    'x-kubernetes-list-type': 'atomic',
                    items: {type: 'string', minLength: 1, maxLength: 4096, pattern: '^[^\\x00-\\x1f\\x7f]+$'},
                  },
                },
              },
              cloudHypervisor: {type: 'object', additionalProperties: false, properties: {}},
              firecracker: {type: 'object', additionalProperties: false, properties: {}},
              crosvm: {type: 'object', additionalProperties: false, properties: {}},
              kvmtool: {type: 'object', additionalProperties: false, properties: {}},
              stratovirt: {type: 'object', additionalProperties: false, properties: {}},
              alioth: {type: 'object', additionalProperties: false, properties: {}},
              runner: {type: 'object', additionalProperties: false, properties: {}},
            },
          },
          cpu: {
            type: 'object',
            additionalProperties: false,
            properties: {count: {type: 'integer', minimum: 1, maximum: 64}},
          },
          memory: {
            type: 'object',
            additionalProperties: false,
            properties: {
              size: {type: 'string', pattern: '^[1-9][0-9]*(Ki|Mi|Gi|Ti|k|M|G|T)$', maxLength: 24},
              balloon: {type: 'object', additionalProperties: false, properties: {}},
            },
          },
          boot: {
            type: 'object',
            oneOf: [{required: ['kernel']}, {required: ['firmware']}],
            additionalProperties: false,
            properties: {
              kernel: {
                type: 'object',
                required: ['image'],
                additionalProperties: false,
                properties: {
                  image: {type: 'string', pattern: '^[a-z][a-z0-9-]{0,39}$', maxLength: 40},
                  initrd: {type: 'string', pattern: '^[a-z][a-z0-9-]{0,39}$', maxLength: 40},
                },
              },
              firmware: {type: 'string', enum: ['bios', 'uefi']},
              cmdline: {
                type: 'array',
                maxItems: 128,
                'x-kubernetes-list-type': 'atomic',
                items: {type: 'string', minLength: 1, maxLength: 1024, pattern: '^[\\x20-\\x7e]+$'},
              },
            },
          },
          disks: {
            type: 'array',
            default: [],
            maxItems: 24,
            'x-kubernetes-list-type': 'map',
            'x-kubernetes-list-map-keys': ['name'],
            items: {
              type: 'object',
              required: ['name'],
              oneOf: [{required: ['image']}, {required: ['blank']}, {required: ['file']}],
              additionalProperties: false,
              properties: {
                name: {type: 'string', pattern: '^[a-z][a-z0-9-]{0,39}$', maxLength: 40},
                image: {type: 'string', pattern: '^[a-z][a-z0-9-]{0,39}$', maxLength: 40},
                blank: {type: 'object', additionalProperties: false, properties: {}},
                file: {
                  type: 'object',
                  required: ['path', 'format'],
                  additionalProperties: false,
                  properties: {
                    path: {
                      type: 'string',
                      pattern: '^[^\\x00-\\x1f\\x7f~][^\\x00-\\x1f\\x7f]*$',
                      maxLength: 1024,
                    },
                    format: {type: 'string', enum: ['raw', 'qcow2']},
                  },
                },
                size: {type: 'string', pattern: '^[1-9][0-9]*(Ki|Mi|Gi|Ti|k|M|G|T)$', maxLength: 24},
                serial: {type: 'string', pattern: '^[A-Za-z0-9_-]{1,20}$', maxLength: 20},
                readOnly: {type: 'boolean', default: false},
              },
            },
          },
          interfaces: {
            type: 'array',
            default: [],
            maxItems: 16,
            'x-kubernetes-list-type': 'map',
            'x-kubernetes-list-map-keys': ['name'],
            items: {
              type: 'object',
              required: ['name'],
              oneOf: [
                {required: ['tap']},
                {required: ['macvtap']},
                {required: ['bridge']},
                {required: ['user']},
              ],
              additionalProperties: false,
              properties: {
                name: {type: 'string', pattern: '^[a-z][a-z0-9-]{0,39}$', maxLength: 40},
                mac: {type: 'string', pattern: '^[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){5}$', maxLength: 17},
                addresses: {
                  type: 'array',
                  default: [],
                  maxItems: 16,
                  'x-kubernetes-list-type': 'set',
                  items: {type: 'string', pattern: '^[0-9A-Fa-f.:]+/[0-9]{1,3}$', maxLength: 49},
                },
                linkState: {type: 'string', enum: ['up', 'down']},
                tap: {
                  type: 'object',
                  required: ['network'],
                  additionalProperties: false,
                  properties: {network: {type: 'string', pattern: '^[a-z][a-z0-9-]{0,39}$', maxLength: 40}},
                },
                macvtap: {
                  type: 'object',
                  required: ['link'],
                  additionalProperties: false,
                  properties: {
                    link: {type: 'string', pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,14}$', maxLength: 15},
                    mode: {
                      type: 'string',
                      enum: ['private', 'vepa', 'bridge', 'passthru'],
                      default: 'bridge',
                    },
                  },
                },
                bridge: {
                  type: 'object',
                  required: ['name'],
                  additionalProperties: false,
                  properties: {
                    name: {type: 'string', pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,14}$', maxLength: 15},
                  },
                },
                user: {
                  type: 'object',
                  additionalProperties: false,
                  properties: {
                    restrict: {type: 'boolean', default: false},
                    forwardPorts: {
                      type: 'array',
                      default: [],
                      maxItems: 64,
                      'x-kubernetes-list-type': 'atomic',
                      items: {
                        type: 'object',
                        required: ['hostPort', 'guestPort'],
                        additionalProperties: false,
                        properties: {
                          protocol: {type: 'string', enum: ['tcp', 'udp'], default: 'tcp'},
                          hostAddress: {
                            type: 'string',
                            pattern: '^[0-9.]{7,15}$',
                            maxLength: 15,
                            default: '127.0.0.1',
                          },
                          hostPort: {type: 'integer', minimum: 1, maximum: 65535},
                          guestPort: {type: 'integer', minimum: 1, maximum: 65535},
                        },
                      },
                    },
                  },
                },
              },
            },
          },
          devices: {
            type: 'array',
            default: [],
            maxItems: 8,
            'x-kubernetes-list-type': 'atomic',
            items: {
              type: 'object',
              oneOf: [{required: ['pci']}, {required: ['usb']}],
              additionalProperties: false,
              properties: {
                pci: {
                  type: 'object',
                  required: ['address'],
                  additionalProperties: false,
                  properties: {
                    address: {
                      type: 'string',
                      pattern: '^[0-9a-f]{4}:[0-9a-f]{2}:[01][0-9a-f]\\.[0-7]$',
                      maxLength: 12,
                    },
                  },
                },
                usb: {
                  type: 'object',
                  required: ['vendorId', 'productId'],
                  additionalProperties: false,
                  properties: {
                    vendorId: {type: 'string', pattern: '^[0-9a-f]{4}$', maxLength: 4},
                    productId: {type: 'string', pattern: '^[0-9a-f]{4}$', maxLength: 4},
                  },
                },
              },
            },
          },
          bootstrap: {
            type: 'object',
            additionalProperties: false,
            properties: {
              hostname: {
                type: 'string',
                pattern: '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?){0,7}$',
                maxLength: 253,
              },
            },
          },
          guestAgent: {
            type: 'object',
            required: ['enabled'],
            additionalProperties: false,
            properties: {enabled: {type: 'boolean'}},
          },
          readiness: {
            type: 'object',
            oneOf: [{required: ['running']}, {required: ['console']}, {required: ['guestAgent']}],
            additionalProperties: false,
            properties: {
              running: {type: 'object', additionalProperties: false, properties: {}},
              console: {
                type: 'object',
                required: ['contains'],
                additionalProperties: false,
                properties: {
                  contains: {type: 'string', minLength: 1, maxLength: 256, pattern: '^[^\\x00-\\x1f\\x7f]+$'},
                },
              },
              guestAgent: {type: 'object', additionalProperties: false, properties: {}},
              timeout: {type: 'string', pattern: '^([0-9]+(ms|s|m|h|d))+$', maxLength: 32},
            },
          },
          dependsOn: {
            type: 'array',
            default: [],
            maxItems: 32,
            'x-kubernetes-list-type': 'map',
            'x-kubernetes-list-map-keys': ['name'],
            items: {
              type: 'object',
              required: ['name'],
              additionalProperties: false,
              properties: {
                name: {type: 'string', pattern: '^[a-z][a-z0-9-]{0,39}$', maxLength: 40},
                condition: {type: 'string', enum: ['Ready'], default: 'Ready'},
              },
            },
          },
          preStart: {
            type: 'array',
            maxItems: 16,
            'x-kubernetes-list-type': 'atomic',
            items: {
              type: 'object',
              required: ['command'],
              additionalProperties: false,
              properties: {
                command: {
                  type: 'array',
                  minItems: 1,
                  maxItems: 64,
                  'x-kubernetes-list-type': 'atomic',
                  items: {type: 'string', maxLength: 4096, pattern: '^[^\\x00]*$'},
                },
                timeout: {type: 'string', pattern: '^([0-9]+(ms|s|m|h|d))+$', maxLength: 32},
              },
            },
          },
          shutdown: {
            type: 'object',
            additionalProperties: false,
            properties: {
              timeout: {type: 'string', pattern: '^([0-9]+(ms|s|m|h|d))+$', maxLength: 32},
              method: {type: 'string', enum: ['Powerdown', 'CtrlAltDel', 'Quit', 'Kill']},
            },
          },
          update: {
            type: 'object',
            additionalProperties: false,
            properties: {
              approval: {type: 'string', enum: ['Manual', 'Automatic']},
              when: {type: 'string', enum: ['Now', 'NextBoot', 'Window']},
              window: {
                type: 'object',
                required: ['schedule', 'duration'],
                additionalProperties: false,
                properties: {
                  schedule: {
                    type: 'string',
                    pattern: '^[0-9A-Za-z*,/#L-]+( [0-9A-Za-z*,/#L?-]+){4}$',
                    maxLength: 120,
                  },
                  duration: {type: 'string', pattern: '^([0-9]+(ms|s|m|h|d))+$', maxLength: 24},
                  timeZone: {type: 'string', pattern: '^[A-Za-z][A-Za-z0-9_+/-]*$', maxLength: 64},
                },
              },
            },
          },
          deletion: {
            type: 'object',
            additionalProperties: false,
            properties: {
              disks: {type: 'string', enum: ['Retain', 'Delete']},
              protect: {type: 'boolean'},
              grace: {type: 'string', pattern: '^([0-9]+(ms|s|m|h|d))+$', maxLength: 32},
            },
          },
        },
      },
    },
  },
};
const pattern22 = new RegExp(
  '^[A-Za-z0-9][A-Za-z0-9._-]*(,[+-]?[A-Za-z0-9][A-Za-z0-9._-]*(=(on|off))?)*$',
  'u',
);
const pattern23 = new RegExp('^[^\\x00-\\x1f\\x7f]+$', 'u');
const pattern24 = new RegExp('^[1-9][0-9]*(Ki|Mi|Gi|Ti|k|M|G|T)$', 'u');
const pattern27 = new RegExp('^[\\x20-\\x7e]+$', 'u');
const pattern32 = new RegExp('^[A-Za-z0-9_-]{1,20}$', 'u');
const pattern34 = new RegExp('^[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){5}$', 'u');
const pattern39 = new RegExp('^[0-9.]{7,15}$', 'u');
const pattern40 = new RegExp('^[0-9a-f]{4}:[0-9a-f]{2}:[01][0-9a-f]\\.[0-7]$', 'u');
const pattern41 = new RegExp('^[0-9a-f]{4}$', 'u');
const pattern43 = new RegExp(
  '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?){0,7}$',
  'u',
);
const pattern45 = new RegExp('^([0-9]+(ms|s|m|h|d))+$', 'u');
const pattern47 = new RegExp('^[^\\x00]*$', 'u');
const pattern50 = new RegExp('^[0-9A-Za-z*,/#L-]+( [0-9A-Za-z*,/#L?-]+){4}$', 'u');
const pattern52 = new RegExp('^[A-Za-z][A-Za-z0-9_+/-]*$', 'u');
const func9 = Object.prototype.hasOwnProperty;
const func26 = lists.repeatedKeys;

function validate12(data, {instancePath = '', parentData, parentDataProperty, rootData = data} = {}) {
  let vErrors = null;
  let errors = 0;
  const _errs0 = errors;
  if (errors === _errs0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.apiVersion === undefined && (missing0 = 'apiVersion')) ||
        (data.kind === undefined && (missing0 = 'kind')) ||
        (data.metadata === undefined && (missing0 = 'metadata')) ||
        (data.spec === undefined && (missing0 = 'spec'))
      ) {
        validate12.errors = [{}];
        return false;
      } else {
        const _errs2 = errors;
        for (const key0 in data) {
          if (!(key0 === 'apiVersion' || key0 === 'kind' || key0 === 'metadata' || key0 === 'spec')) {
            validate12.errors = [{}];
            return false;
            break;
          }
        }
        if (_errs2 === errors) {
          if (data.metadata !== undefined) {
            let data0 = data.metadata;
            const _errs3 = errors;
            if (errors === _errs3) {
              if (data0 && typeof data0 == 'object' && !Array.isArray(data0)) {
                if (data0.namespace === undefined) {
                  data0.namespace = 'default';
                }
                if (data0.labels === undefined) {
                  data0.labels = {};
                }
                if (data0.annotations === undefined) {
                  data0.annotations = {};
                }
                let missing1;
                if (data0.name === undefined && (missing1 = 'name')) {
                  validate12.errors = [{}];
                  return false;
                } else {
                  const _errs5 = errors;
                  for (const key1 in data0) {
                    if (!(
                      key1 === 'name' ||
                      key1 === 'namespace' ||
                      key1 === 'labels' ||
                      key1 === 'annotations'
                    )) {
                      validate12.errors = [{}];
                      return false;
                      break;
                    }
                  }
                  if (_errs5 === errors) {
                    if (data0.name !== undefined) {
                      let data1 = data0.name;
                      const _errs6 = errors;
                      if (errors === _errs6) {
                        if (typeof data1 === 'string') {
                          if (!pattern0.test(data1)) {
                            validate12.errors = [{}];
                            return false;
                          }
                        } else {
                          validate12.errors = [{}];
                          return false;
                        }
                      }
                      var valid2 = _errs6 === errors;
                    } else {
                      var valid2 = true;
                    }
                    if (valid2) {
                      let data2 = data0.namespace;
                      const _errs8 = errors;
                      if (errors === _errs8) {
                        if (typeof data2 === 'string') {
                          if (!pattern0.test(data2)) {
                            validate12.errors = [{}];
                            return false;
                          }
                        } else {
                          validate12.errors = [{}];
                          return false;
                        }
                      }
                      var valid2 = _errs8 === errors;
                      if (valid2) {
                        let data3 = data0.labels;
                        const _errs10 = errors;
                        if (errors === _errs10) {
                          if (data3 && typeof data3 == 'object' && !Array.isArray(data3)) {
                            for (const key2 in data3) {
                              const _errs12 = errors;
                              if (errors === _errs12) {
                                if (typeof key2 === 'string') {
                                  if (!pattern2.test(key2)) {
                                    const err0 = {};
                                    if (vErrors === null) {
                                      vErrors = [err0];
                                    } else {
                                      vErrors.push(err0);
                                    }
                                    errors++;
                                  }
                                } else {
                                  const err1 = {};
                                  if (vErrors === null) {
                                    vErrors = [err1];
                                  } else {
                                    vErrors.push(err1);
                                  }
                                  errors++;
                                }
                              }
                              var valid3 = _errs12 === errors;
                              if (!valid3) {
                                const err2 = {};
                                if (vErrors === null) {
                                  vErrors = [err2];
                                } else {
                                  vErrors.push(err2);
                                }
                                errors++;
                                validate12.errors = vErrors;
                                return false;
                                break;
                              }
                            }
                            if (valid3) {
                              for (const key3 in data3) {
                                let data4 = data3[key3];
                                const _errs15 = errors;
                                if (errors === _errs15) {
                                  if (typeof data4 === 'string') {
                                    if (!pattern3.test(data4)) {
                                      validate12.errors = [{}];
                                      return false;
                                    }
                                  } else {
                                    validate12.errors = [{}];
                                    return false;
                                  }
                                }
                                var valid4 = _errs15 === errors;
                                if (!valid4) {
                                  break;
                                }
                              }
                            }
                          } else {
                            validate12.errors = [{}];
                            return false;
                          }
                        }
                        var valid2 = _errs10 === errors;
                        if (valid2) {
                          let data5 = data0.annotations;
                          const _errs17 = errors;
                          if (errors === _errs17) {
                            if (data5 && typeof data5 == 'object' && !Array.isArray(data5)) {
                              for (const key4 in data5) {
                                const _errs19 = errors;
                                if (errors === _errs19) {
                                  if (typeof key4 === 'string') {
                                    if (!pattern2.test(key4)) {
                                      const err3 = {};
                                      if (vErrors === null) {
                                        vErrors = [err3];
                                      } else {
                                        vErrors.push(err3);
                                      }
                                      errors++;
                                    }
                                  } else {
                                    const err4 = {};
                                    if (vErrors === null) {
                                      vErrors = [err4];
                                    } else {
                                      vErrors.push(err4);
                                    }
                                    errors++;
                                  }
                                }
                                var valid5 = _errs19 === errors;
                                if (!valid5) {
                                  const err5 = {};
                                  if (vErrors === null) {
                                    vErrors = [err5];
                                  } else {
                                    vErrors.push(err5);
                                  }
                                  errors++;
                                  validate12.errors = vErrors;
                                  return false;
                                  break;
                                }
                              }
                              if (valid5) {
                                for (const key5 in data5) {
                                  const _errs22 = errors;
                                  if (typeof data5[key5] !== 'string') {
                                    validate12.errors = [{}];
                                    return false;
                                  }
                                  var valid6 = _errs22 === errors;
                                  if (!valid6) {
                                    break;
                                  }
                                }
                              }
                            } else {
                              validate12.errors = [{}];
                              return false;
                            }
                          }
                          var valid2 = _errs17 === errors;
                        }
                      }
                    }
                  }
                }
              } else {
                validate12.errors = [{}];
                return false;
              }
            }
            var valid1 = _errs3 === errors;
          } else {
            var valid1 = true;
          }
          if (valid1) {
            if (data.spec !== undefined) {
              let data7 = data.spec;
              const _errs24 = errors;
              if (errors === _errs24) {
                if (data7 && typeof data7 == 'object' && !Array.isArray(data7)) {
                  if (data7.disks === undefined) {
                    data7.disks = [];
                  }
                  if (data7.interfaces === undefined) {
                    data7.interfaces = [];
                  }
                  if (data7.devices === undefined) {
                    data7.devices = [];
                  }
                  if (data7.dependsOn === undefined) {
                    data7.dependsOn = [];
                  }
                  const _errs26 = errors;
                  for (const key6 in data7) {
                    if (!func9.call(schema13.withoutErrors.properties.spec.properties, key6)) {
                      validate12.errors = [{}];
                      return false;
                      break;
                    }
                  }
                  if (_errs26 === errors) {
                    if (data7.class !== undefined) {
                      let data8 = data7.class;
                      const _errs27 = errors;
                      if (errors === _errs27) {
                        if (typeof data8 === 'string') {
                          if (func2(data8) > 40) {
                            validate12.errors = [{}];
                            return false;
                          } else {
                            if (!pattern0.test(data8)) {
                              validate12.errors = [{}];
                              return false;
                            }
                          }
                        } else {
                          validate12.errors = [{}];
                          return false;
                        }
                      }
                      var valid7 = _errs27 === errors;
                    } else {
                      var valid7 = true;
                    }
                    if (valid7) {
                      if (data7.runPolicy !== undefined) {
                        let data9 = data7.runPolicy;
                        const _errs29 = errors;
                        if (typeof data9 !== 'string') {
                          validate12.errors = [{}];
                          return false;
                        }
                        if (!(
                          data9 === 'Always' ||
                          data9 === 'RerunOnFailure' ||
                          data9 === 'Once' ||
                          data9 === 'Manual' ||
                          data9 === 'Halted'
                        )) {
                          validate12.errors = [{}];
                          return false;
                        }
                        var valid7 = _errs29 === errors;
                      } else {
                        var valid7 = true;
                      }
                      if (valid7) {
                        if (data7.hypervisor !== undefined) {
                          let data10 = data7.hypervisor;
                          const _errs31 = errors;
                          const _errs33 = errors;
                          let valid8 = false;
                          let passing0 = null;
                          const _errs34 = errors;
                          if (data10 && typeof data10 == 'object' && !Array.isArray(data10)) {
                            let missing2;
                            if (data10.qemu === undefined && (missing2 = 'qemu')) {
                              const err6 = {};
                              if (vErrors === null) {
                                vErrors = [err6];
                              } else {
                                vErrors.push(err6);
                              }
                              errors++;
                            }
                          }
                          var _valid0 = _errs34 === errors;
                          if (_valid0) {
                            valid8 = true;
                            passing0 = 0;
                          }
                          const _errs35 = errors;
                          if (data10 && typeof data10 == 'object' && !Array.isArray(data10)) {
                            let missing3;
                            if (data10.cloudHypervisor === undefined && (missing3 = 'cloudHypervisor')) {
                              const err7 = {};
                              if (vErrors === null) {
                                vErrors = [err7];
                              } else {
                                vErrors.push(err7);
                              }
                              errors++;
                            }
                          }
                          var _valid0 = _errs35 === errors;
                          if (_valid0 && valid8) {
                            valid8 = false;
                            passing0 = [passing0, 1];
                          } else {
                            if (_valid0) {
                              valid8 = true;
                              passing0 = 1;
                            }
                            const _errs36 = errors;
                            if (data10 && typeof data10 == 'object' && !Array.isArray(data10)) {
                              let missing4;
                              if (data10.firecracker === undefined && (missing4 = 'firecracker')) {
                                const err8 = {};
                                if (vErrors === null) {
                                  vErrors = [err8];
                                } else {
                                  vErrors.push(err8);
                                }
                                errors++;
                              }
                            }
                            var _valid0 = _errs36 === errors;
                            if (_valid0 && valid8) {
                              valid8 = false;
                              passing0 = [passing0, 2];
                            } else {
                              if (_valid0) {
                                valid8 = true;
                                passing0 = 2;
                              }
                              const _errs37 = errors;
                              if (data10 && typeof data10 == 'object' && !Array.isArray(data10)) {
                                let missing5;
                                if (data10.crosvm === undefined && (missing5 = 'crosvm')) {
                                  const err9 = {};
                                  if (vErrors === null) {
                                    vErrors = [err9];
                                  } else {
                                    vErrors.push(err9);
                                  }
                                  errors++;
                                }
                              }
                              var _valid0 = _errs37 === errors;
                              if (_valid0 && valid8) {
                                valid8 = false;
                                passing0 = [passing0, 3];
                              } else {
                                if (_valid0) {
                                  valid8 = true;
                                  passing0 = 3;
                                }
                                const _errs38 = errors;
                                if (data10 && typeof data10 == 'object' && !Array.isArray(data10)) {
                                  let missing6;
                                  if (data10.kvmtool === undefined && (missing6 = 'kvmtool')) {
                                    const err10 = {};
                                    if (vErrors === null) {
                                      vErrors = [err10];
                                    } else {
                                      vErrors.push(err10);
                                    }
                                    errors++;
                                  }
                                }
                                var _valid0 = _errs38 === errors;
                                if (_valid0 && valid8) {
                                  valid8 = false;
                                  passing0 = [passing0, 4];
                                } else {
                                  if (_valid0) {
                                    valid8 = true;
                                    passing0 = 4;
                                  }
                                  const _errs39 = errors;
                                  if (data10 && typeof data10 == 'object' && !Array.isArray(data10)) {
                                    let missing7;
                                    if (data10.stratovirt === undefined && (missing7 = 'stratovirt')) {
                                      const err11 = {};
                                      if (vErrors === null) {
                                        vErrors = [err11];
                                      } else {
                                        vErrors.push(err11);
                                      }
                                      errors++;
                                    }
                                  }
                                  var _valid0 = _errs39 === errors;
                                  if (_valid0 && valid8) {
                                    valid8 = false;
                                    passing0 = [passing0, 5];
                                  } else {
                                    if (_valid0) {
                                      valid8 = true;
                                      passing0 = 5;
                                    }
                                    const _errs40 = errors;
                                    if (data10 && typeof data10 == 'object' && !Array.isArray(data10)) {
                                      let missing8;
                                      if (data10.alioth === undefined && (missing8 = 'alioth')) {
                                        const err12 = {};
                                        if (vErrors === null) {
                                          vErrors = [err12];
                                        } else {
                                          vErrors.push(err12);
                                        }
                                        errors++;
                                      }
                                    }
                                    var _valid0 = _errs40 === errors;
                                    if (_valid0 && valid8) {
                                      valid8 = false;
                                      passing0 = [passing0, 6];
                                    } else {
                                      if (_valid0) {
                                        valid8 = true;
                                        passing0 = 6;
                                      }
                                      const _errs41 = errors;
                                      if (data10 && typeof data10 == 'object' && !Array.isArray(data10)) {
                                        let missing9;
                                        if (data10.runner === undefined && (missing9 = 'runner')) {
                                          const err13 = {};
                                          if (vErrors === null) {
                                            vErrors = [err13];
                                          } else {
                                            vErrors.push(err13);
                                          }
                                          errors++;
                                        }
                                      }
                                      var _valid0 = _errs41 === errors;
                                      if (_valid0 && valid8) {
                                        valid8 = false;
                                        passing0 = [passing0, 7];
                                      } else {
                                        if (_valid0) {
                                          valid8 = true;
                                          passing0 = 7;
                                        }
                                      }
                                    }
                                  }
                                }
                              }
                            }
                          }
                          if (!valid8) {
                            const err14 = {};
                            if (vErrors === null) {
                              vErrors = [err14];
                            } else {
                              vErrors.push(err14);
                            }
                            errors++;
                            validate12.errors = vErrors;
                            return false;
                          } else {
                            errors = _errs33;
                            if (vErrors !== null) {
                              if (_errs33) {
                                vErrors.length = _errs33;
                              } else {
                                vErrors = null;
                              }
                            }
                          }
                          if (errors === _errs31) {
                            if (data10 && typeof data10 == 'object' && !Array.isArray(data10)) {
                              const _errs42 = errors;
                              for (const key7 in data10) {
                                if (!(
                                  key7 === 'qemu' ||
                                  key7 === 'cloudHypervisor' ||
                                  key7 === 'firecracker' ||
                                  key7 === 'crosvm' ||
                                  key7 === 'kvmtool' ||
                                  key7 === 'stratovirt' ||
                                  key7 === 'alioth' ||
                                  key7 === 'runner'
                                )) {
                                  validate12.errors = [{}];
                                  return false;
                                  break;
                                }
                              }
                              if (_errs42 === errors) {
                                if (data10.qemu !== undefined) {
                                  let data11 = data10.qemu;
                                  const _errs43 = errors;
                                  if (errors === _errs43) {
                                    if (data11 && typeof data11 == 'object' && !Array.isArray(data11)) {
                                      const _errs45 = errors;
                                      for (const key8 in data11) {
                                        if (!(
                                          key8 === 'machine' ||
                                          key8 === 'accelerator' ||
                                          key8 === 'cpuModel' ||
                                          key8 === 'extraArgs'
                                        )) {
                                          validate12.errors = [{}];
                                          return false;
                                          break;
                                        }
                                      }
                                      if (_errs45 === errors) {
                                        if (data11.machine !== undefined) {
                                          let data12 = data11.machine;
                                          const _errs46 = errors;
                                          if (typeof data12 !== 'string') {
                                            validate12.errors = [{}];
                                            return false;
                                          }
                                          if (!(
                                            data12 === 'q35' ||
                                            data12 === 'pc' ||
                                            data12 === 'microvm' ||
                                            data12 === 'virt'
                                          )) {
                                            validate12.errors = [{}];
                                            return false;
                                          }
                                          var valid10 = _errs46 === errors;
                                        } else {
                                          var valid10 = true;
                                        }
                                        if (valid10) {
                                          if (data11.accelerator !== undefined) {
                                            let data13 = data11.accelerator;
                                            const _errs48 = errors;
                                            if (typeof data13 !== 'string') {
                                              validate12.errors = [{}];
                                              return false;
                                            }
                                            if (!(
                                              data13 === 'auto' ||
                                              data13 === 'kvm' ||
                                              data13 === 'tcg'
                                            )) {
                                              validate12.errors = [{}];
                                              return false;
                                            }
                                            var valid10 = _errs48 === errors;
                                          } else {
                                            var valid10 = true;
                                          }
                                          if (valid10) {
                                            if (data11.cpuModel !== undefined) {
                                              let data14 = data11.cpuModel;
                                              const _errs50 = errors;
                                              if (errors === _errs50) {
                                                if (typeof data14 === 'string') {
                                                  if (func2(data14) > 256) {
                                                    validate12.errors = [{}];
                                                    return false;
                                                  } else {
                                                    if (!pattern22.test(data14)) {
                                                      validate12.errors = [{}];
                                                      return false;
                                                    }
                                                  }
                                                } else {
                                                  validate12.errors = [{}];
                                                  return false;
                                                }
                                              }
                                              var valid10 = _errs50 === errors;
                                            } else {
                                              var valid10 = true;
                                            }
                                            if (valid10) {
                                              if (data11.extraArgs !== undefined) {
                                                let data15 = data11.extraArgs;
                                                const _errs52 = errors;
                                                if (errors === _errs52) {
                                                  if (Array.isArray(data15)) {
                                                    if (data15.length > 64) {
                                                      validate12.errors = [{}];
                                                      return false;
                                                    } else {
                                                      var valid11 = true;
                                                      const len0 = data15.length;
                                                      for (let i0 = 0; i0 < len0; i0++) {
                                                        let data16 = data15[i0];
                                                        const _errs54 = errors;
                                                        if (errors === _errs54) {
                                                          if (typeof data16 === 'string') {
                                                            if (func2(data16) > 4096) {
                                                              validate12.errors = [{}];
                                                              return false;
                                                            } else {
                                                              if (func2(data16) < 1) {
                                                                validate12.errors = [{}];
                                                                return false;
                                                              } else {
                                                                if (!pattern23.test(data16)) {
                                                                  validate12.errors = [{}];
                                                                  return false;
                                                                }
                                                              }
                                                            }
                                                          } else {
                                                            validate12.errors = [{}];
                                                            return false;
                                                          }
                                                        }
                                                        var valid11 = _errs54 === errors;
                                                        if (!valid11) {
                                                          break;
                                                        }
                                                      }
                                                      if (valid11) {
                                                        if (func8(data15, 'atomic').length > 0) {
                                                          validate12.errors = [{}];
                                                          return false;
                                                        }
                                                      }
                                                    }
                                                  } else {
                                                    validate12.errors = [{}];
                                                    return false;
                                                  }
                                                }
                                                var valid10 = _errs52 === errors;
                                              } else {
                                                var valid10 = true;
                                              }
                                            }
                                          }
                                        }
                                      }
                                    } else {
                                      validate12.errors = [{}];
                                      return false;
                                    }
                                  }
                                  var valid9 = _errs43 === errors;
                                } else {
                                  var valid9 = true;
                                }
                                if (valid9) {
                                  if (data10.cloudHypervisor !== undefined) {
                                    let data17 = data10.cloudHypervisor;
                                    const _errs56 = errors;
                                    if (errors === _errs56) {
                                      if (data17 && typeof data17 == 'object' && !Array.isArray(data17)) {
                                        for (const key9 in data17) {
                                          validate12.errors = [{}];
                                          return false;
                                          break;
                                        }
                                      } else {
                                        validate12.errors = [{}];
                                        return false;
                                      }
                                    }
                                    var valid9 = _errs56 === errors;
                                  } else {
                                    var valid9 = true;
                                  }
                                  if (valid9) {
                                    if (data10.firecracker !== undefined) {
                                      let data18 = data10.firecracker;
                                      const _errs59 = errors;
                                      if (errors === _errs59) {
                                        if (data18 && typeof data18 == 'object' && !Array.isArray(data18)) {
                                          for (const key10 in data18) {
                                            validate12.errors = [{}];
                                            return false;
                                            break;
                                          }
                                        } else {
                                          validate12.errors = [{}];
                                          return false;
                                        }
                                      }
                                      var valid9 = _errs59 === errors;
                                    } else {
                                      var valid9 = true;
                                    }
                                    if (valid9) {
                                      if (data10.crosvm !== undefined) {
                                        let data19 = data10.crosvm;
                                        const _errs62 = errors;
                                        if (errors === _errs62) {
                                          if (data19 && typeof data19 == 'object' && !Array.isArray(data19)) {
                                            for (const key11 in data19) {
                                              validate12.errors = [{}];
                                              return false;
                                              break;
                                            }
                                          } else {
                                            validate12.errors = [{}];
                                            return false;
                                          }
                                        }
                                        var valid9 = _errs62 === errors;
                                      } else {
                                        var valid9 = true;
                                      }
                                      if (valid9) {
                                        if (data10.kvmtool !== undefined) {
                                          let data20 = data10.kvmtool;
                                          const _errs65 = errors;
                                          if (errors === _errs65) {
                                            if (
                                              data20 &&
                                              typeof data20 == 'object' &&
                                              !Array.isArray(data20)
                                            ) {
                                              for (const key12 in data20) {
                                                validate12.errors = [{}];
                                                return false;
                                                break;
                                              }
                                            } else {
                                              validate12.errors = [{}];
                                              return false;
                                            }
                                          }
                                          var valid9 = _errs65 === errors;
                                        } else {
                                          var valid9 = true;
                                        }
                                        if (valid9) {
                                          if (data10.stratovirt !== undefined) {
                                            let data21 = data10.stratovirt;
                                            const _errs68 = errors;
                                            if (errors === _errs68) {
                                              if (
                                                data21 &&
                                                typeof data21 == 'object' &&
                                                !Array.isArray(data21)
                                              ) {
                                                for (const key13 in data21) {
                                                  validate12.errors = [{}];
                                                  return false;
                                                  break;
                                                }
                                              } else {
                                                validate12.errors = [{}];
                                                return false;
                                              }
                                            }
                                            var valid9 = _errs68 === errors;
                                          } else {
                                            var valid9 = true;
                                          }
                                          if (valid9) {
                                            if (data10.alioth !== undefined) {
                                              let data22 = data10.alioth;
                                              const _errs71 = errors;
                                              if (errors === _errs71) {
                                                if (
                                                  data22 &&
                                                  typeof data22 == 'object' &&
                                                  !Array.isArray(data22)
                                                ) {
                                                  for (const key14 in data22) {
                                                    validate12.errors = [{}];
                                                    return false;
                                                    break;
                                                  }
                                                } else {
                                                  validate12.errors = [{}];
                                                  return false;
                                                }
                                              }
                                              var valid9 = _errs71 === errors;
                                            } else {
                                              var valid9 = true;
                                            }
                                            if (valid9) {
                                              if (data10.runner !== undefined) {
                                                let data23 = data10.runner;
                                                const _errs74 = errors;
                                                if (errors === _errs74) {
                                                  if (
                                                    data23 &&
                                                    typeof data23 == 'object' &&
                                                    !Array.isArray(data23)
                                                  ) {
                                                    for (const key15 in data23) {
                                                      validate12.errors = [{}];
                                                      return false;
                                                      break;
                                                    }
                                                  } else {
                                                    validate12.errors = [{}];
                                                    return false;
                                                  }
                                                }
                                                var valid9 = _errs74 === errors;
                                              } else {
                                                var valid9 = true;
                                              }
                                            }
                                          }
                                        }
                                      }
                                    }
                                  }
                                }
                              }
                            } else {
                              validate12.errors = [{}];
                              return false;
                            }
                          }
                          var valid7 = _errs31 === errors;
                        } else {
                          var valid7 = true;
                        }
                        if (valid7) {
                          if (data7.cpu !== undefined) {
                            let data24 = data7.cpu;
                            const _errs77 = errors;
                            if (errors === _errs77) {
                              if (data24 && typeof data24 == 'object' && !Array.isArray(data24)) {
                                const _errs79 = errors;
                                for (const key16 in data24) {
                                  if (!(key16 === 'count')) {
                                    validate12.errors = [{}];
                                    return false;
                                    break;
                                  }
                                }
                                if (_errs79 === errors) {
                                  if (data24.count !== undefined) {
                                    let data25 = data24.count;
                                    const _errs80 = errors;
                                    if (!(
                                      typeof data25 == 'number' &&
                                      !(data25 % 1) &&
                                      !isNaN(data25) &&
                                      isFinite(data25)
                                    )) {
                                      validate12.errors = [{}];
                                      return false;
                                    }
                                    if (errors === _errs80) {
                                      if (typeof data25 == 'number' && isFinite(data25)) {
                                        if (data25 > 64 || isNaN(data25)) {
                                          validate12.errors = [{}];
                                          return false;
                                        } else {
                                          if (data25 < 1 || isNaN(data25)) {
                                            validate12.errors = [{}];
                                            return false;
                                          }
                                        }
                                      }
                                    }
                                  }
                                }
                              } else {
                                validate12.errors = [{}];
                                return false;
                              }
                            }
                            var valid7 = _errs77 === errors;
                          } else {
                            var valid7 = true;
                          }
                          if (valid7) {
                            if (data7.memory !== undefined) {
                              let data26 = data7.memory;
                              const _errs82 = errors;
                              if (errors === _errs82) {
                                if (data26 && typeof data26 == 'object' && !Array.isArray(data26)) {
                                  const _errs84 = errors;
                                  for (const key17 in data26) {
                                    if (!(key17 === 'size' || key17 === 'balloon')) {
                                      validate12.errors = [{}];
                                      return false;
                                      break;
                                    }
                                  }
                                  if (_errs84 === errors) {
                                    if (data26.size !== undefined) {
                                      let data27 = data26.size;
                                      const _errs85 = errors;
                                      if (errors === _errs85) {
                                        if (typeof data27 === 'string') {
                                          if (func2(data27) > 24) {
                                            validate12.errors = [{}];
                                            return false;
                                          } else {
                                            if (!pattern24.test(data27)) {
                                              validate12.errors = [{}];
                                              return false;
                                            }
                                          }
                                        } else {
                                          validate12.errors = [{}];
                                          return false;
                                        }
                                      }
                                      var valid13 = _errs85 === errors;
                                    } else {
                                      var valid13 = true;
                                    }
                                    if (valid13) {
                                      if (data26.balloon !== undefined) {
                                        let data28 = data26.balloon;
                                        const _errs87 = errors;
                                        if (errors === _errs87) {
                                          if (data28 && typeof data28 == 'object' && !Array.isArray(data28)) {
                                            for (const key18 in data28) {
                                              validate12.errors = [{}];
                                              return false;
                                              break;
                                            }
                                          } else {
                                            validate12.errors = [{}];
                                            return false;
                                          }
                                        }
                                        var valid13 = _errs87 === errors;
                                      } else {
                                        var valid13 = true;
                                      }
                                    }
                                  }
                                } else {
                                  validate12.errors = [{}];
                                  return false;
                                }
                              }
                              var valid7 = _errs82 === errors;
                            } else {
                              var valid7 = true;
                            }
                            if (valid7) {
                              if (data7.boot !== undefined) {
                                let data29 = data7.boot;
                                const _errs90 = errors;
                                const _errs92 = errors;
                                let valid14 = false;
                                let passing1 = null;
                                const _errs93 = errors;
                                if (data29 && typeof data29 == 'object' && !Array.isArray(data29)) {
                                  let missing10;
                                  if (data29.kernel === undefined && (missing10 = 'kernel')) {
                                    const err15 = {};
                                    if (vErrors === null) {
                                      vErrors = [err15];
                                    } else {
                                      vErrors.push(err15);
                                    }
                                    errors++;
                                  }
                                }
                                var _valid1 = _errs93 === errors;
                                if (_valid1) {
                                  valid14 = true;
                                  passing1 = 0;
                                }
                                const _errs94 = errors;
                                if (data29 && typeof data29 == 'object' && !Array.isArray(data29)) {
                                  let missing11;
                                  if (data29.firmware === undefined && (missing11 = 'firmware')) {
                                    const err16 = {};
                                    if (vErrors === null) {
                                      vErrors = [err16];
                                    } else {
                                      vErrors.push(err16);
                                    }
                                    errors++;
                                  }
                                }
                                var _valid1 = _errs94 === errors;
                                if (_valid1 && valid14) {
                                  valid14 = false;
                                  passing1 = [passing1, 1];
                                } else {
                                  if (_valid1) {
                                    valid14 = true;
                                    passing1 = 1;
                                  }
                                }
                                if (!valid14) {
                                  const err17 = {};
                                  if (vErrors === null) {
                                    vErrors = [err17];
                                  } else {
                                    vErrors.push(err17);
                                  }
                                  errors++;
                                  validate12.errors = vErrors;
                                  return false;
                                } else {
                                  errors = _errs92;
                                  if (vErrors !== null) {
                                    if (_errs92) {
                                      vErrors.length = _errs92;
                                    } else {
                                      vErrors = null;
                                    }
                                  }
                                }
                                if (errors === _errs90) {
                                  if (data29 && typeof data29 == 'object' && !Array.isArray(data29)) {
                                    const _errs95 = errors;
                                    for (const key19 in data29) {
                                      if (!(
                                        key19 === 'kernel' ||
                                        key19 === 'firmware' ||
                                        key19 === 'cmdline'
                                      )) {
                                        validate12.errors = [{}];
                                        return false;
                                        break;
                                      }
                                    }
                                    if (_errs95 === errors) {
                                      if (data29.kernel !== undefined) {
                                        let data30 = data29.kernel;
                                        const _errs96 = errors;
                                        if (errors === _errs96) {
                                          if (data30 && typeof data30 == 'object' && !Array.isArray(data30)) {
                                            let missing12;
                                            if (data30.image === undefined && (missing12 = 'image')) {
                                              validate12.errors = [{}];
                                              return false;
                                            } else {
                                              const _errs98 = errors;
                                              for (const key20 in data30) {
                                                if (!(key20 === 'image' || key20 === 'initrd')) {
                                                  validate12.errors = [{}];
                                                  return false;
                                                  break;
                                                }
                                              }
                                              if (_errs98 === errors) {
                                                if (data30.image !== undefined) {
                                                  let data31 = data30.image;
                                                  const _errs99 = errors;
                                                  if (errors === _errs99) {
                                                    if (typeof data31 === 'string') {
                                                      if (func2(data31) > 40) {
                                                        validate12.errors = [{}];
                                                        return false;
                                                      } else {
                                                        if (!pattern0.test(data31)) {
                                                          validate12.errors = [{}];
                                                          return false;
                                                        }
                                                      }
                                                    } else {
                                                      validate12.errors = [{}];
                                                      return false;
                                                    }
                                                  }
                                                  var valid16 = _errs99 === errors;
                                                } else {
                                                  var valid16 = true;
                                                }
                                                if (valid16) {
                                                  if (data30.initrd !== undefined) {
                                                    let data32 = data30.initrd;
                                                    const _errs101 = errors;
                                                    if (errors === _errs101) {
                                                      if (typeof data32 === 'string') {
                                                        if (func2(data32) > 40) {
                                                          validate12.errors = [{}];
                                                          return false;
                                                        } else {
                                                          if (!pattern0.test(data32)) {
                                                            validate12.errors = [{}];
                                                            return false;
                                                          }
                                                        }
                                                      } else {
                                                        validate12.errors = [{}];
                                                        return false;
                                                      }
                                                    }
                                                    var valid16 = _errs101 === errors;
                                                  } else {
                                                    var valid16 = true;
                                                  }
                                                }
                                              }
                                            }
                                          } else {
                                            validate12.errors = [{}];
                                            return false;
                                          }
                                        }
                                        var valid15 = _errs96 === errors;
                                      } else {
                                        var valid15 = true;
                                      }
                                      if (valid15) {
                                        if (data29.firmware !== undefined) {
                                          let data33 = data29.firmware;
                                          const _errs103 = errors;
                                          if (typeof data33 !== 'string') {
                                            validate12.errors = [{}];
                                            return false;
                                          }
                                          if (!(data33 === 'bios' || data33 === 'uefi')) {
                                            validate12.errors = [{}];
                                            return false;
                                          }
                                          var valid15 = _errs103 === errors;
                                        } else {
                                          var valid15 = true;
                                        }
                                        if (valid15) {
                                          if (data29.cmdline !== undefined) {
                                            let data34 = data29.cmdline;
                                            const _errs105 = errors;
                                            if (errors === _errs105) {
                                              if (Array.isArray(data34)) {
                                                if (data34.length > 128) {
                                                  validate12.errors = [{}];
                                                  return false;
                                                } else {
                                                  var valid17 = true;
                                                  const len1 = data34.length;
                                                  for (let i1 = 0; i1 < len1; i1++) {
                                                    let data35 = data34[i1];
                                                    const _errs107 = errors;
                                                    if (errors === _errs107) {
                                                      if (typeof data35 === 'string') {
                                                        if (func2(data35) > 1024) {
                                                          validate12.errors = [{}];
                                                          return false;
                                                        } else {
                                                          if (func2(data35) < 1) {
                                                            validate12.errors = [{}];
                                                            return false;
                                                          } else {
                                                            if (!pattern27.test(data35)) {
                                                              validate12.errors = [{}];
                                                              return false;
                                                            }
                                                          }
                                                        }
                                                      } else {
                                                        validate12.errors = [{}];
                                                        return false;
                                                      }
                                                    }
                                                    var valid17 = _errs107 === errors;
                                                    if (!valid17) {
                                                      break;
                                                    }
                                                  }
                                                  if (valid17) {
                                                    if (func8(data34, 'atomic').length > 0) {
                                                      validate12.errors = [{}];
                                                      return false;
                                                    }
                                                  }
                                                }
                                              } else {
                                                validate12.errors = [{}];
                                                return false;
                                              }
                                            }
                                            var valid15 = _errs105 === errors;
                                          } else {
                                            var valid15 = true;
                                          }
                                        }
                                      }
                                    }
                                  } else {
                                    validate12.errors = [{}];
                                    return false;
                                  }
                                }
                                var valid7 = _errs90 === errors;
                              } else {
                                var valid7 = true;
                              }
                              if (valid7) {
                                let data36 = data7.disks;
                                const _errs109 = errors;
                                if (errors === _errs109) {
                                  if (Array.isArray(data36)) {
                                    if (data36.length > 24) {
                                      validate12.errors = [{}];
                                      return false;
                                    } else {
                                      var valid18 = true;
                                      const len2 = data36.length;
                                      for (let i2 = 0; i2 < len2; i2++) {
                                        let data37 = data36[i2];
                                        const _errs111 = errors;
                                        const _errs113 = errors;
                                        let valid19 = false;
                                        let passing2 = null;
                                        const _errs114 = errors;
                                        if (data37 && typeof data37 == 'object' && !Array.isArray(data37)) {
                                          let missing13;
                                          if (data37.image === undefined && (missing13 = 'image')) {
                                            const err18 = {};
                                            if (vErrors === null) {
                                              vErrors = [err18];
                                            } else {
                                              vErrors.push(err18);
                                            }
                                            errors++;
                                          }
                                        }
                                        var _valid2 = _errs114 === errors;
                                        if (_valid2) {
                                          valid19 = true;
                                          passing2 = 0;
                                        }
                                        const _errs115 = errors;
                                        if (data37 && typeof data37 == 'object' && !Array.isArray(data37)) {
                                          let missing14;
                                          if (data37.blank === undefined && (missing14 = 'blank')) {
                                            const err19 = {};
                                            if (vErrors === null) {
                                              vErrors = [err19];
                                            } else {
                                              vErrors.push(err19);
                                            }
                                            errors++;
                                          }
                                        }
                                        var _valid2 = _errs115 === errors;
                                        if (_valid2 && valid19) {
                                          valid19 = false;
                                          passing2 = [passing2, 1];
                                        } else {
                                          if (_valid2) {
                                            valid19 = true;
                                            passing2 = 1;
                                          }
                                          const _errs116 = errors;
                                          if (data37 && typeof data37 == 'object' && !Array.isArray(data37)) {
                                            let missing15;
                                            if (data37.file === undefined && (missing15 = 'file')) {
                                              const err20 = {};
                                              if (vErrors === null) {
                                                vErrors = [err20];
                                              } else {
                                                vErrors.push(err20);
                                              }
                                              errors++;
                                            }
                                          }
                                          var _valid2 = _errs116 === errors;
                                          if (_valid2 && valid19) {
                                            valid19 = false;
                                            passing2 = [passing2, 2];
                                          } else {
                                            if (_valid2) {
                                              valid19 = true;
                                              passing2 = 2;
                                            }
                                          }
                                        }
                                        if (!valid19) {
                                          const err21 = {};
                                          if (vErrors === null) {
                                            vErrors = [err21];
                                          } else {
                                            vErrors.push(err21);
                                          }
                                          errors++;
                                          validate12.errors = vErrors;
                                          return false;
                                        } else {
                                          errors = _errs113;
                                          if (vErrors !== null) {
                                            if (_errs113) {
                                              vErrors.length = _errs113;
                                            } else {
                                              vErrors = null;
                                            }
                                          }
                                        }
                                        if (errors === _errs111) {
                                          if (data37 && typeof data37 == 'object' && !Array.isArray(data37)) {
                                            if (data37.readOnly === undefined) {
                                              data37.readOnly = false;
                                            }
                                            let missing16;
                                            if (data37.name === undefined && (missing16 = 'name')) {
                                              validate12.errors = [{}];
                                              return false;
                                            } else {
                                              const _errs117 = errors;
                                              for (const key21 in data37) {
                                                if (!(
                                                  key21 === 'name' ||
                                                  key21 === 'image' ||
                                                  key21 === 'blank' ||
                                                  key21 === 'file' ||
                                                  key21 === 'size' ||
                                                  key21 === 'serial' ||
                                                  key21 === 'readOnly'
                                                )) {
                                                  validate12.errors = [{}];
                                                  return false;
                                                  break;
                                                }
                                              }
                                              if (_errs117 === errors) {
                                                if (data37.name !== undefined) {
                                                  let data38 = data37.name;
                                                  const _errs118 = errors;
                                                  if (errors === _errs118) {
                                                    if (typeof data38 === 'string') {
                                                      if (func2(data38) > 40) {
                                                        validate12.errors = [{}];
                                                        return false;
                                                      } else {
                                                        if (!pattern0.test(data38)) {
                                                          validate12.errors = [{}];
                                                          return false;
                                                        }
                                                      }
                                                    } else {
                                                      validate12.errors = [{}];
                                                      return false;
                                                    }
                                                  }
                                                  var valid20 = _errs118 === errors;
                                                } else {
                                                  var valid20 = true;
                                                }
                                                if (valid20) {
                                                  if (data37.image !== undefined) {
                                                    let data39 = data37.image;
                                                    const _errs120 = errors;
                                                    if (errors === _errs120) {
                                                      if (typeof data39 === 'string') {
                                                        if (func2(data39) > 40) {
                                                          validate12.errors = [{}];
                                                          return false;
                                                        } else {
                                                          if (!pattern0.test(data39)) {
                                                            validate12.errors = [{}];
                                                            return false;
                                                          }
                                                        }
                                                      } else {
                                                        validate12.errors = [{}];
                                                        return false;
                                                      }
                                                    }
                                                    var valid20 = _errs120 === errors;
                                                  } else {
                                                    var valid20 = true;
                                                  }
                                                  if (valid20) {
                                                    if (data37.blank !== undefined) {
                                                      let data40 = data37.blank;
                                                      const _errs122 = errors;
                                                      if (errors === _errs122) {
                                                        if (
                                                          data40 &&
                                                          typeof data40 == 'object' &&
                                                          !Array.isArray(data40)
                                                        ) {
                                                          for (const key22 in data40) {
                                                            validate12.errors = [{}];
                                                            return false;
                                                            break;
                                                          }
                                                        } else {
                                                          validate12.errors = [{}];
                                                          return false;
                                                        }
                                                      }
                                                      var valid20 = _errs122 === errors;
                                                    } else {
                                                      var valid20 = true;
                                                    }
                                                    if (valid20) {
                                                      if (data37.file !== undefined) {
                                                        let data41 = data37.file;
                                                        const _errs125 = errors;
                                                        if (errors === _errs125) {
                                                          if (
                                                            data41 &&
                                                            typeof data41 == 'object' &&
                                                            !Array.isArray(data41)
                                                          ) {
                                                            let missing17;
                                                            if (
                                                              (data41.path === undefined &&
                                                                (missing17 = 'path')) ||
                                                              (data41.format === undefined &&
                                                                (missing17 = 'format'))
                                                            ) {
                                                              validate12.errors = [{}];
                                                              return false;
                                                            } else {
                                                              const _errs127 = errors;
                                                              for (const key23 in data41) {
                                                                if (!(
                                                                  key23 === 'path' || key23 === 'format'
                                                                )) {
                                                                  validate12.errors = [{}];
                                                                  return false;
                                                                  break;
                                                                }
                                                              }
                                                              if (_errs127 === errors) {
                                                                if (data41.path !== undefined) {
                                                                  let data42 = data41.path;
                                                                  const _errs128 = errors;
                                                                  if (errors === _errs128) {
                                                                    if (typeof data42 === 'string') {
                                                                      if (func2(data42) > 1024) {
                                                                        validate12.errors = [{}];
                                                                        return false;
                                                                      } else {
                                                                        if (!pattern5.test(data42)) {
                                                                          validate12.errors = [{}];
                                                                          return false;
                                                                        }
                                                                      }
                                                                    } else {
                                                                      validate12.errors = [{}];
                                                                      return false;
                                                                    }
                                                                  }
                                                                  var valid21 = _errs128 === errors;
                                                                } else {
                                                                  var valid21 = true;
                                                                }
                                                                if (valid21) {
                                                                  if (data41.format !== undefined) {
                                                                    let data43 = data41.format;
                                                                    const _errs130 = errors;
                                                                    if (typeof data43 !== 'string') {
                                                                      validate12.errors = [{}];
                                                                      return false;
                                                                    }
                                                                    if (!(
                                                                      data43 === 'raw' || data43 === 'qcow2'
                                                                    )) {
                                                                      validate12.errors = [{}];
                                                                      return false;
                                                                    }
                                                                    var valid21 = _errs130 === errors;
                                                                  } else {
                                                                    var valid21 = true;
                                                                  }
                                                                }
                                                              }
                                                            }
                                                          } else {
                                                            validate12.errors = [{}];
                                                            return false;
                                                          }
                                                        }
                                                        var valid20 = _errs125 === errors;
                                                      } else {
                                                        var valid20 = true;
                                                      }
                                                      if (valid20) {
                                                        if (data37.size !== undefined) {
                                                          let data44 = data37.size;
                                                          const _errs132 = errors;
                                                          if (errors === _errs132) {
                                                            if (typeof data44 === 'string') {
                                                              if (func2(data44) > 24) {
                                                                validate12.errors = [{}];
                                                                return false;
                                                              } else {
                                                                if (!pattern24.test(data44)) {
                                                                  validate12.errors = [{}];
                                                                  return false;
                                                                }
                                                              }
                                                            } else {
                                                              validate12.errors = [{}];
                                                              return false;
                                                            }
                                                          }
                                                          var valid20 = _errs132 === errors;
                                                        } else {
                                                          var valid20 = true;
                                                        }
                                                        if (valid20) {
                                                          if (data37.serial !== undefined) {
                                                            let data45 = data37.serial;
                                                            const _errs134 = errors;
                                                            if (errors === _errs134) {
                                                              if (typeof data45 === 'string') {
                                                                if (func2(data45) > 20) {
                                                                  validate12.errors = [{}];
                                                                  return false;
                                                                } else {
                                                                  if (!pattern32.test(data45)) {
                                                                    validate12.errors = [{}];
                                                                    return false;
                                                                  }
                                                                }
                                                              } else {
                                                                validate12.errors = [{}];
                                                                return false;
                                                              }
                                                            }
                                                            var valid20 = _errs134 === errors;
                                                          } else {
                                                            var valid20 = true;
                                                          }
                                                          if (valid20) {
                                                            const _errs136 = errors;
                                                            if (typeof data37.readOnly !== 'boolean') {
                                                              validate12.errors = [{}];
                                                              return false;
                                                            }
                                                            var valid20 = _errs136 === errors;
                                                          }
                                                        }
                                                      }
                                                    }
                                                  }
                                                }
                                              }
                                            }
                                          } else {
                                            validate12.errors = [{}];
                                            return false;
                                          }
                                        }
                                        var valid18 = _errs111 === errors;
                                        if (!valid18) {
                                          break;
                                        }
                                      }
                                      if (valid18) {
                                        if (func26(data36, 'name').length > 0) {
                                          validate12.errors = [{}];
                                          return false;
                                        } else {
                                          if (func8(data36, 'map').length > 0) {
                                            validate12.errors = [{}];
                                            return false;
                                          }
                                        }
                                      }
                                    }
                                  } else {
                                    validate12.errors = [{}];
                                    return false;
                                  }
                                }
                                var valid7 = _errs109 === errors;
                                if (valid7) {
                                  let data47 = data7.interfaces;
                                  const _errs138 = errors;
                                  if (errors === _errs138) {
                                    if (Array.isArray(data47)) {
                                      if (data47.length > 16) {
                                        validate12.errors = [{}];
                                        return false;
                                      } else {
                                        var valid22 = true;
                                        const len3 = data47.length;
                                        for (let i3 = 0; i3 < len3; i3++) {
                                          let data48 = data47[i3];
                                          const _errs140 = errors;
                                          const _errs142 = errors;
                                          let valid23 = false;
                                          let passing3 = null;
                                          const _errs143 = errors;
                                          if (data48 && typeof data48 == 'object' && !Array.isArray(data48)) {
                                            let missing18;
                                            if (data48.tap === undefined && (missing18 = 'tap')) {
                                              const err22 = {};
                                              if (vErrors === null) {
                                                vErrors = [err22];
                                              } else {
                                                vErrors.push(err22);
                                              }
                                              errors++;
                                            }
                                          }
                                          var _valid3 = _errs143 === errors;
                                          if (_valid3) {
                                            valid23 = true;
                                            passing3 = 0;
                                          }
                                          const _errs144 = errors;
                                          if (data48 && typeof data48 == 'object' && !Array.isArray(data48)) {
                                            let missing19;
                                            if (data48.macvtap === undefined && (missing19 = 'macvtap')) {
                                              const err23 = {};
                                              if (vErrors === null) {
                                                vErrors = [err23];
                                              } else {
                                                vErrors.push(err23);
                                              }
                                              errors++;
                                            }
                                          }
                                          var _valid3 = _errs144 === errors;
                                          if (_valid3 && valid23) {
                                            valid23 = false;
                                            passing3 = [passing3, 1];
                                          } else {
                                            if (_valid3) {
                                              valid23 = true;
                                              passing3 = 1;
                                            }
                                            const _errs145 = errors;
                                            if (
                                              data48 &&
                                              typeof data48 == 'object' &&
                                              !Array.isArray(data48)
                                            ) {
                                              let missing20;
                                              if (data48.bridge === undefined && (missing20 = 'bridge')) {
                                                const err24 = {};
                                                if (vErrors === null) {
                                                  vErrors = [err24];
                                                } else {
                                                  vErrors.push(err24);
                                                }
                                                errors++;
                                              }
                                            }
                                            var _valid3 = _errs145 === errors;
                                            if (_valid3 && valid23) {
                                              valid23 = false;
                                              passing3 = [passing3, 2];
                                            } else {
                                              if (_valid3) {
                                                valid23 = true;
                                                passing3 = 2;
                                              }
                                              const _errs146 = errors;
                                              if (
                                                data48 &&
                                                typeof data48 == 'object' &&
                                                !Array.isArray(data48)
                                              ) {
                                                let missing21;
                                                if (data48.user === undefined && (missing21 = 'user')) {
                                                  const err25 = {};
                                                  if (vErrors === null) {
                                                    vErrors = [err25];
                                                  } else {
                                                    vErrors.push(err25);
                                                  }
                                                  errors++;
                                                }
                                              }
                                              var _valid3 = _errs146 === errors;
                                              if (_valid3 && valid23) {
                                                valid23 = false;
                                                passing3 = [passing3, 3];
                                              } else {
                                                if (_valid3) {
                                                  valid23 = true;
                                                  passing3 = 3;
                                                }
                                              }
                                            }
                                          }
                                          if (!valid23) {
                                            const err26 = {};
                                            if (vErrors === null) {
                                              vErrors = [err26];
                                            } else {
                                              vErrors.push(err26);
                                            }
                                            errors++;
                                            validate12.errors = vErrors;
                                            return false;
                                          } else {
                                            errors = _errs142;
                                            if (vErrors !== null) {
                                              if (_errs142) {
                                                vErrors.length = _errs142;
                                              } else {
                                                vErrors = null;
                                              }
                                            }
                                          }
                                          if (errors === _errs140) {
                                            if (
                                              data48 &&
                                              typeof data48 == 'object' &&
                                              !Array.isArray(data48)
                                            ) {
                                              if (data48.addresses === undefined) {
                                                data48.addresses = [];
                                              }
                                              let missing22;
                                              if (data48.name === undefined && (missing22 = 'name')) {
                                                validate12.errors = [{}];
                                                return false;
                                              } else {
                                                const _errs147 = errors;
                                                for (const key24 in data48) {
                                                  if (!(
                                                    key24 === 'name' ||
                                                    key24 === 'mac' ||
                                                    key24 === 'addresses' ||
                                                    key24 === 'linkState' ||
                                                    key24 === 'tap' ||
                                                    key24 === 'macvtap' ||
                                                    key24 === 'bridge' ||
                                                    key24 === 'user'
                                                  )) {
                                                    validate12.errors = [{}];
                                                    return false;
                                                    break;
                                                  }
                                                }
                                                if (_errs147 === errors) {
                                                  if (data48.name !== undefined) {
                                                    let data49 = data48.name;
                                                    const _errs148 = errors;
                                                    if (errors === _errs148) {
                                                      if (typeof data49 === 'string') {
                                                        if (func2(data49) > 40) {
                                                          validate12.errors = [{}];
                                                          return false;
                                                        } else {
                                                          if (!pattern0.test(data49)) {
                                                            validate12.errors = [{}];
                                                            return false;
                                                          }
                                                        }
                                                      } else {
                                                        validate12.errors = [{}];
                                                        return false;
                                                      }
                                                    }
                                                    var valid24 = _errs148 === errors;
                                                  } else {
                                                    var valid24 = true;
                                                  }
                                                  if (valid24) {
                                                    if (data48.mac !== undefined) {
                                                      let data50 = data48.mac;
                                                      const _errs150 = errors;
                                                      if (errors === _errs150) {
                                                        if (typeof data50 === 'string') {
                                                          if (func2(data50) > 17) {
                                                            validate12.errors = [{}];
                                                            return false;
                                                          } else {
                                                            if (!pattern34.test(data50)) {
                                                              validate12.errors = [{}];
                                                              return false;
                                                            }
                                                          }
                                                        } else {
                                                          validate12.errors = [{}];
                                                          return false;
                                                        }
                                                      }
                                                      var valid24 = _errs150 === errors;
                                                    } else {
                                                      var valid24 = true;
                                                    }
                                                    if (valid24) {
                                                      let data51 = data48.addresses;
                                                      const _errs152 = errors;
                                                      if (errors === _errs152) {
                                                        if (Array.isArray(data51)) {
                                                          if (data51.length > 16) {
                                                            validate12.errors = [{}];
                                                            return false;
                                                          } else {
                                                            var valid25 = true;
                                                            const len4 = data51.length;
                                                            for (let i4 = 0; i4 < len4; i4++) {
                                                              let data52 = data51[i4];
                                                              const _errs154 = errors;
                                                              if (errors === _errs154) {
                                                                if (typeof data52 === 'string') {
                                                                  if (func2(data52) > 49) {
                                                                    validate12.errors = [{}];
                                                                    return false;
                                                                  } else {
                                                                    if (!pattern15.test(data52)) {
                                                                      validate12.errors = [{}];
                                                                      return false;
                                                                    }
                                                                  }
                                                                } else {
                                                                  validate12.errors = [{}];
                                                                  return false;
                                                                }
                                                              }
                                                              var valid25 = _errs154 === errors;
                                                              if (!valid25) {
                                                                break;
                                                              }
                                                            }
                                                            if (valid25) {
                                                              if (func8(data51, 'set').length > 0) {
                                                                validate12.errors = [{}];
                                                                return false;
                                                              }
                                                            }
                                                          }
                                                        } else {
                                                          validate12.errors = [{}];
                                                          return false;
                                                        }
                                                      }
                                                      var valid24 = _errs152 === errors;
                                                      if (valid24) {
                                                        if (data48.linkState !== undefined) {
                                                          let data53 = data48.linkState;
                                                          const _errs156 = errors;
                                                          if (typeof data53 !== 'string') {
                                                            validate12.errors = [{}];
                                                            return false;
                                                          }
                                                          if (!(data53 === 'up' || data53 === 'down')) {
                                                            validate12.errors = [{}];
                                                            return false;
                                                          }
                                                          var valid24 = _errs156 === errors;
                                                        } else {
                                                          var valid24 = true;
                                                        }
                                                        if (valid24) {
                                                          if (data48.tap !== undefined) {
                                                            let data54 = data48.tap;
                                                            const _errs158 = errors;
                                                            if (errors === _errs158) {
                                                              if (
                                                                data54 &&
                                                                typeof data54 == 'object' &&
                                                                !Array.isArray(data54)
                                                              ) {
                                                                let missing23;
                                                                if (
                                                                  data54.network === undefined &&
                                                                  (missing23 = 'network')
                                                                ) {
                                                                  validate12.errors = [{}];
                                                                  return false;
                                                                } else {
                                                                  const _errs160 = errors;
                                                                  for (const key25 in data54) {
                                                                    if (!(key25 === 'network')) {
                                                                      validate12.errors = [{}];
                                                                      return false;
                                                                      break;
                                                                    }
                                                                  }
                                                                  if (_errs160 === errors) {
                                                                    if (data54.network !== undefined) {
                                                                      let data55 = data54.network;
                                                                      const _errs161 = errors;
                                                                      if (errors === _errs161) {
                                                                        if (typeof data55 === 'string') {
                                                                          if (func2(data55) > 40) {
                                                                            validate12.errors = [{}];
                                                                            return false;
                                                                          } else {
                                                                            if (!pattern0.test(data55)) {
                                                                              validate12.errors = [{}];
                                                                              return false;
                                                                            }
                                                                          }
                                                                        } else {
                                                                          validate12.errors = [{}];
                                                                          return false;
                                                                        }
                                                                      }
                                                                    }
                                                                  }
                                                                }
                                                              } else {
                                                                validate12.errors = [{}];
                                                                return false;
                                                              }
                                                            }
                                                            var valid24 = _errs158 === errors;
                                                          } else {
                                                            var valid24 = true;
                                                          }
                                                          if (valid24) {
                                                            if (data48.macvtap !== undefined) {
                                                              let data56 = data48.macvtap;
                                                              const _errs163 = errors;
                                                              if (errors === _errs163) {
                                                                if (
                                                                  data56 &&
                                                                  typeof data56 == 'object' &&
                                                                  !Array.isArray(data56)
                                                                ) {
                                                                  if (data56.mode === undefined) {
                                                                    data56.mode = 'bridge';
                                                                  }
                                                                  let missing24;
                                                                  if (
                                                                    data56.link === undefined &&
                                                                    (missing24 = 'link')
                                                                  ) {
                                                                    validate12.errors = [{}];
                                                                    return false;
                                                                  } else {
                                                                    const _errs165 = errors;
                                                                    for (const key26 in data56) {
                                                                      if (!(
                                                                        key26 === 'link' || key26 === 'mode'
                                                                      )) {
                                                                        validate12.errors = [{}];
                                                                        return false;
                                                                        break;
                                                                      }
                                                                    }
                                                                    if (_errs165 === errors) {
                                                                      if (data56.link !== undefined) {
                                                                        let data57 = data56.link;
                                                                        const _errs166 = errors;
                                                                        if (errors === _errs166) {
                                                                          if (typeof data57 === 'string') {
                                                                            if (func2(data57) > 15) {
                                                                              validate12.errors = [{}];
                                                                              return false;
                                                                            } else {
                                                                              if (!pattern14.test(data57)) {
                                                                                validate12.errors = [{}];
                                                                                return false;
                                                                              }
                                                                            }
                                                                          } else {
                                                                            validate12.errors = [{}];
                                                                            return false;
                                                                          }
                                                                        }
                                                                        var valid27 = _errs166 === errors;
                                                                      } else {
                                                                        var valid27 = true;
                                                                      }
                                                                      if (valid27) {
                                                                        let data58 = data56.mode;
                                                                        const _errs168 = errors;
                                                                        if (typeof data58 !== 'string') {
                                                                          validate12.errors = [{}];
                                                                          return false;
                                                                        }
                                                                        if (!(
                                                                          data58 === 'private' ||
                                                                          data58 === 'vepa' ||
                                                                          data58 === 'bridge' ||
                                                                          data58 === 'passthru'
                                                                        )) {
                                                                          validate12.errors = [{}];
                                                                          return false;
                                                                        }
                                                                        var valid27 = _errs168 === errors;
                                                                      }
                                                                    }
                                                                  }
                                                                } else {
                                                                  validate12.errors = [{}];
                                                                  return false;
                                                                }
                                                              }
                                                              var valid24 = _errs163 === errors;
                                                            } else {
                                                              var valid24 = true;
                                                            }
                                                            if (valid24) {
                                                              if (data48.bridge !== undefined) {
                                                                let data59 = data48.bridge;
                                                                const _errs170 = errors;
                                                                if (errors === _errs170) {
                                                                  if (
                                                                    data59 &&
                                                                    typeof data59 == 'object' &&
                                                                    !Array.isArray(data59)
                                                                  ) {
                                                                    let missing25;
                                                                    if (
                                                                      data59.name === undefined &&
                                                                      (missing25 = 'name')
                                                                    ) {
                                                                      validate12.errors = [{}];
                                                                      return false;
                                                                    } else {
                                                                      const _errs172 = errors;
                                                                      for (const key27 in data59) {
                                                                        if (!(key27 === 'name')) {
                                                                          validate12.errors = [{}];
                                                                          return false;
                                                                          break;
                                                                        }
                                                                      }
                                                                      if (_errs172 === errors) {
                                                                        if (data59.name !== undefined) {
                                                                          let data60 = data59.name;
                                                                          const _errs173 = errors;
                                                                          if (errors === _errs173) {
                                                                            if (typeof data60 === 'string') {
                                                                              if (func2(data60) > 15) {
                                                                                validate12.errors = [{}];
                                                                                return false;
                                                                              } else {
                                                                                if (!pattern14.test(data60)) {
                                                                                  validate12.errors = [{}];
                                                                                  return false;
                                                                                }
                                                                              }
                                                                            } else {
                                                                              validate12.errors = [{}];
                                                                              return false;
                                                                            }
                                                                          }
                                                                        }
                                                                      }
                                                                    }
                                                                  } else {
                                                                    validate12.errors = [{}];
                                                                    return false;
                                                                  }
                                                                }
                                                                var valid24 = _errs170 === errors;
                                                              } else {
                                                                var valid24 = true;
                                                              }
                                                              if (valid24) {
                                                                if (data48.user !== undefined) {
                                                                  let data61 = data48.user;
                                                                  const _errs175 = errors;
                                                                  if (errors === _errs175) {
                                                                    if (
                                                                      data61 &&
                                                                      typeof data61 == 'object' &&
                                                                      !Array.isArray(data61)
                                                                    ) {
                                                                      if (data61.restrict === undefined) {
                                                                        data61.restrict = false;
                                                                      }
                                                                      if (data61.forwardPorts === undefined) {
                                                                        data61.forwardPorts = [];
                                                                      }
                                                                      const _errs177 = errors;
                                                                      for (const key28 in data61) {
                                                                        if (!(
                                                                          key28 === 'restrict' ||
                                                                          key28 === 'forwardPorts'
                                                                        )) {
                                                                          validate12.errors = [{}];
                                                                          return false;
                                                                          break;
                                                                        }
                                                                      }
                                                                      if (_errs177 === errors) {
                                                                        const _errs178 = errors;
                                                                        if (
                                                                          typeof data61.restrict !== 'boolean'
                                                                        ) {
                                                                          validate12.errors = [{}];
                                                                          return false;
                                                                        }
                                                                        var valid29 = _errs178 === errors;
                                                                        if (valid29) {
                                                                          let data63 = data61.forwardPorts;
                                                                          const _errs180 = errors;
                                                                          if (errors === _errs180) {
                                                                            if (Array.isArray(data63)) {
                                                                              if (data63.length > 64) {
                                                                                validate12.errors = [{}];
                                                                                return false;
                                                                              } else {
                                                                                var valid30 = true;
                                                                                const len5 = data63.length;
                                                                                for (
                                                                                  let i5 = 0;
                                                                                  i5 < len5;
                                                                                  i5++
                                                                                ) {
                                                                                  let data64 = data63[i5];
                                                                                  const _errs182 = errors;
                                                                                  if (errors === _errs182) {
                                                                                    if (
                                                                                      data64 &&
                                                                                      typeof data64 ==
                                                                                        'object' &&
                                                                                      !Array.isArray(data64)
                                                                                    ) {
                                                                                      if (
                                                                                        data64.protocol ===
                                                                                        undefined
                                                                                      ) {
                                                                                        data64.protocol =
                                                                                          'tcp';
                                                                                      }
                                                                                      if (
                                                                                        data64.hostAddress ===
                                                                                        undefined
                                                                                      ) {
                                                                                        data64.hostAddress =
                                                                                          '127.0.0.1';
                                                                                      }
                                                                                      let missing26;
                                                                                      if (
                                                                                        (data64.hostPort ===
                                                                                          undefined &&
                                                                                          (missing26 =
                                                                                            'hostPort')) ||
                                                                                        (data64.guestPort ===
                                                                                          undefined &&
                                                                                          (missing26 =
                                                                                            'guestPort'))
                                                                                      ) {
                                                                                        validate12.errors = [
                                                                                          {},
                                                                                        ];
                                                                                        return false;
                                                                                      } else {
                                                                                        const _errs184 =
                                                                                          errors;
                                                                                        for (const key29 in data64) {
                                                                                          if (!(
                                                                                            key29 ===
                                                                                              'protocol' ||
                                                                                            key29 ===
                                                                                              'hostAddress' ||
                                                                                            key29 ===
                                                                                              'hostPort' ||
                                                                                            key29 ===
                                                                                              'guestPort'
                                                                                          )) {
                                                                                            validate12.errors =
                                                                                              [{}];
                                                                                            return false;
                                                                                            break;
                                                                                          }
                                                                                        }
                                                                                        if (
                                                                                          _errs184 === errors
                                                                                        ) {
                                                                                          let data65 =
                                                                                            data64.protocol;
                                                                                          const _errs185 =
                                                                                            errors;
                                                                                          if (
                                                                                            typeof data65 !==
                                                                                            'string'
                                                                                          ) {
                                                                                            validate12.errors =
                                                                                              [{}];
                                                                                            return false;
                                                                                          }
                                                                                          if (!(
                                                                                            data65 ===
                                                                                              'tcp' ||
                                                                                            data65 === 'udp'
                                                                                          )) {
                                                                                            validate12.errors =
                                                                                              [{}];
                                                                                            return false;
                                                                                          }
                                                                                          var valid31 =
                                                                                            _errs185 ===
                                                                                            errors;
                                                                                          if (valid31) {
                                                                                            let data66 =
                                                                                              data64.hostAddress;
                                                                                            const _errs187 =
                                                                                              errors;
                                                                                            if (
                                                                                              errors ===
                                                                                              _errs187
                                                                                            ) {
                                                                                              if (
                                                                                                typeof data66 ===
                                                                                                'string'
                                                                                              ) {
                                                                                                if (
                                                                                                  func2(
                                                                                                    data66,
                                                                                                  ) > 15
                                                                                                ) {
                                                                                                  validate12.errors =
                                                                                                    [{}];
                                                                                                  return false;
                                                                                                } else {
                                                                                                  if (
                                                                                                    !pattern39.test(
                                                                                                      data66,
                                                                                                    )
                                                                                                  ) {
                                                                                                    validate12.errors =
                                                                                                      [{}];
                                                                                                    return false;
                                                                                                  }
                                                                                                }
                                                                                              } else {
                                                                                                validate12.errors =
                                                                                                  [{}];
                                                                                                return false;
                                                                                              }
                                                                                            }
                                                                                            var valid31 =
                                                                                              _errs187 ===
                                                                                              errors;
                                                                                            if (valid31) {
                                                                                              if (
                                                                                                data64.hostPort !==
                                                                                                undefined
                                                                                              ) {
                                                                                                let data67 =
                                                                                                  data64.hostPort;
                                                                                                const _errs189 =
                                                                                                  errors;
                                                                                                if (!(
                                                                                                  typeof data67 ==
                                                                                                    'number' &&
                                                                                                  !(
                                                                                                    data67 % 1
                                                                                                  ) &&
                                                                                                  !isNaN(
                                                                                                    data67,
                                                                                                  ) &&
                                                                                                  isFinite(
                                                                                                    data67,
                                                                                                  )
                                                                                                )) {
                                                                                                  validate12.errors =
                                                                                                    [{}];
                                                                                                  return false;
                                                                                                }
                                                                                                if (
                                                                                                  errors ===
                                                                                                  _errs189
                                                                                                ) {
                                                                                                  if (
                                                                                                    typeof data67 ==
                                                                                                      'number' &&
                                                                                                    isFinite(
                                                                                                      data67,
                                                                                                    )
                                                                                                  ) {
                                                                                                    if (
                                                                                                      data67 >
                                                                                                        65535 ||
                                                                                                      isNaN(
                                                                                                        data67,
                                                                                                      )
                                                                                                    ) {
                                                                                                      validate12.errors =
                                                                                                        [{}];
                                                                                                      return false;
                                                                                                    } else {
                                                                                                      if (
                                                                                                        data67 <
                                                                                                          1 ||
                                                                                                        isNaN(
                                                                                                          data67,
                                                                                                        )
                                                                                                      ) {
                                                                                                        validate12.errors =
                                                                                                          [
                                                                                                            {},
                                                                                                          ];
                                                                                                        return false;
                                                                                                      }
                                                                                                    }
                                                                                                  }
                                                                                                }
                                                                                                var valid31 =
                                                                                                  _errs189 ===
                                                                                                  errors;
                                                                                              } else {
                                                                                                var valid31 = true;
                                                                                              }
                                                                                              if (valid31) {
                                                                                                if (
                                                                                                  data64.guestPort !==
                                                                                                  undefined
                                                                                                ) {
                                                                                                  let data68 =
                                                                                                    data64.guestPort;
                                                                                                  const _errs191 =
                                                                                                    errors;
                                                                                                  if (!(
                                                                                                    typeof data68 ==
                                                                                                      'number' &&
                                                                                                    !(
                                                                                                      data68 %
                                                                                                      1
                                                                                                    ) &&
                                                                                                    !isNaN(
                                                                                                      data68,
                                                                                                    ) &&
                                                                                                    isFinite(
                                                                                                      data68,
                                                                                                    )
                                                                                                  )) {
                                                                                                    validate12.errors =
                                                                                                      [{}];
                                                                                                    return false;
                                                                                                  }
                                                                                                  if (
                                                                                                    errors ===
                                                                                                    _errs191
                                                                                                  ) {
                                                                                                    if (
                                                                                                      typeof data68 ==
                                                                                                        'number' &&
                                                                                                      isFinite(
                                                                                                        data68,
                                                                                                      )
                                                                                                    ) {
                                                                                                      if (
                                                                                                        data68 >
                                                                                                          65535 ||
                                                                                                        isNaN(
                                                                                                          data68,
                                                                                                        )
                                                                                                      ) {
                                                                                                        validate12.errors =
                                                                                                          [
                                                                                                            {},
                                                                                                          ];
                                                                                                        return false;
                                                                                                      } else {
                                                                                                        if (
                                                                                                          data68 <
                                                                                                            1 ||
                                                                                                          isNaN(
                                                                                                            data68,
                                                                                                          )
                                                                                                        ) {
                                                                                                          validate12.errors =
                                                                                                            [
                                                                                                              {},
                                                                                                            ];
                                                                                                          return false;
                                                                                                        }
                                                                                                      }
                                                                                                    }
                                                                                                  }
                                                                                                  var valid31 =
                                                                                                    _errs191 ===
                                                                                                    errors;
                                                                                                } else {
                                                                                                  var valid31 = true;
                                                                                                }
                                                                                              }
                                                                                            }
                                                                                          }
                                                                                        }
                                                                                      }
                                                                                    } else {
                                                                                      validate12.errors = [
                                                                                        {},
                                                                                      ];
                                                                                      return false;
                                                                                    }
                                                                                  }
                                                                                  var valid30 =
                                                                                    _errs182 === errors;
                                                                                  if (!valid30) {
                                                                                    break;
                                                                                  }
                                                                                }
                                                                                if (valid30) {
                                                                                  if (
                                                                                    func8(data63, 'atomic')
                                                                                      .length > 0
                                                                                  ) {
                                                                                    validate12.errors = [{}];
                                                                                    return false;
                                                                                  }
                                                                                }
                                                                              }
                                                                            } else {
                                                                              validate12.errors = [{}];
                                                                              return false;
                                                                            }
                                                                          }
                                                                          var valid29 = _errs180 === errors;
                                                                        }
                                                                      }
                                                                    } else {
                                                                      validate12.errors = [{}];
                                                                      return false;
                                                                    }
                                                                  }
                                                                  var valid24 = _errs175 === errors;
                                                                } else {
                                                                  var valid24 = true;
                                                                }
                                                              }
                                                            }
                                                          }
                                                        }
                                                      }
                                                    }
                                                  }
                                                }
                                              }
                                            } else {
                                              validate12.errors = [{}];
                                              return false;
                                            }
                                          }
                                          var valid22 = _errs140 === errors;
                                          if (!valid22) {
                                            break;
                                          }
                                        }
                                        if (valid22) {
                                          if (func26(data47, 'name').length > 0) {
                                            validate12.errors = [{}];
                                            return false;
                                          } else {
                                            if (func8(data47, 'map').length > 0) {
                                              validate12.errors = [{}];
                                              return false;
                                            }
                                          }
                                        }
                                      }
                                    } else {
                                      validate12.errors = [{}];
                                      return false;
                                    }
                                  }
                                  var valid7 = _errs138 === errors;
                                  if (valid7) {
                                    let data69 = data7.devices;
                                    const _errs193 = errors;
                                    if (errors === _errs193) {
                                      if (Array.isArray(data69)) {
                                        if (data69.length > 8) {
                                          validate12.errors = [{}];
                                          return false;
                                        } else {
                                          var valid32 = true;
                                          const len6 = data69.length;
                                          for (let i6 = 0; i6 < len6; i6++) {
                                            let data70 = data69[i6];
                                            const _errs195 = errors;
                                            const _errs197 = errors;
                                            let valid33 = false;
                                            let passing4 = null;
                                            const _errs198 = errors;
                                            if (
                                              data70 &&
                                              typeof data70 == 'object' &&
                                              !Array.isArray(data70)
                                            ) {
                                              let missing27;
                                              if (data70.pci === undefined && (missing27 = 'pci')) {
                                                const err27 = {};
                                                if (vErrors === null) {
                                                  vErrors = [err27];
                                                } else {
                                                  vErrors.push(err27);
                                                }
                                                errors++;
                                              }
                                            }
                                            var _valid4 = _errs198 === errors;
                                            if (_valid4) {
                                              valid33 = true;
                                              passing4 = 0;
                                            }
                                            const _errs199 = errors;
                                            if (
                                              data70 &&
                                              typeof data70 == 'object' &&
                                              !Array.isArray(data70)
                                            ) {
                                              let missing28;
                                              if (data70.usb === undefined && (missing28 = 'usb')) {
                                                const err28 = {};
                                                if (vErrors === null) {
                                                  vErrors = [err28];
                                                } else {
                                                  vErrors.push(err28);
                                                }
                                                errors++;
                                              }
                                            }
                                            var _valid4 = _errs199 === errors;
                                            if (_valid4 && valid33) {
                                              valid33 = false;
                                              passing4 = [passing4, 1];
                                            } else {
                                              if (_valid4) {
                                                valid33 = true;
                                                passing4 = 1;
                                              }
                                            }
                                            if (!valid33) {
                                              const err29 = {};
                                              if (vErrors === null) {
                                                vErrors = [err29];
                                              } else {
                                                vErrors.push(err29);
                                              }
                                              errors++;
                                              validate12.errors = vErrors;
                                              return false;
                                            } else {
                                              errors = _errs197;
                                              if (vErrors !== null) {
                                                if (_errs197) {
                                                  vErrors.length = _errs197;
                                                } else {
                                                  vErrors = null;
                                                }
                                              }
                                            }
                                            if (errors === _errs195) {
                                              if (
                                                data70 &&
                                                typeof data70 == 'object' &&
                                                !Array.isArray(data70)
                                              ) {
                                                const _errs200 = errors;
                                                for (const key30 in data70) {
                                                  if (!(key30 === 'pci' || key30 === 'usb')) {
                                                    validate12.errors = [{}];
                                                    return false;
                                                    break;
                                                  }
                                                }
                                                if (_errs200 === errors) {
                                                  if (data70.pci !== undefined) {
                                                    let data71 = data70.pci;
                                                    const _errs201 = errors;
                                                    if (errors === _errs201) {
                                                      if (
                                                        data71 &&
                                                        typeof data71 == 'object' &&
                                                        !Array.isArray(data71)
                                                      ) {
                                                        let missing29;
                                                        if (
                                                          data71.address === undefined &&
                                                          (missing29 = 'address')
                                                        ) {
                                                          validate12.errors = [{}];
                                                          return false;
                                                        } else {
                                                          const _errs203 = errors;
                                                          for (const key31 in data71) {
                                                            if (!(key31 === 'address')) {
                                                              validate12.errors = [{}];
                                                              return false;
                                                              break;
                                                            }
                                                          }
                                                          if (_errs203 === errors) {
                                                            if (data71.address !== undefined) {
                                                              let data72 = data71.address;
                                                              const _errs204 = errors;
                                                              if (errors === _errs204) {
                                                                if (typeof data72 === 'string') {
                                                                  if (func2(data72) > 12) {
                                                                    validate12.errors = [{}];
                                                                    return false;
                                                                  } else {
                                                                    if (!pattern40.test(data72)) {
                                                                      validate12.errors = [{}];
                                                                      return false;
                                                                    }
                                                                  }
                                                                } else {
                                                                  validate12.errors = [{}];
                                                                  return false;
                                                                }
                                                              }
                                                            }
                                                          }
                                                        }
                                                      } else {
                                                        validate12.errors = [{}];
                                                        return false;
                                                      }
                                                    }
                                                    var valid34 = _errs201 === errors;
                                                  } else {
                                                    var valid34 = true;
                                                  }
                                                  if (valid34) {
                                                    if (data70.usb !== undefined) {
                                                      let data73 = data70.usb;
                                                      const _errs206 = errors;
                                                      if (errors === _errs206) {
                                                        if (
                                                          data73 &&
                                                          typeof data73 == 'object' &&
                                                          !Array.isArray(data73)
                                                        ) {
                                                          let missing30;
                                                          if (
                                                            (data73.vendorId === undefined &&
                                                              (missing30 = 'vendorId')) ||
                                                            (data73.productId === undefined &&
                                                              (missing30 = 'productId'))
                                                          ) {
                                                            validate12.errors = [{}];
                                                            return false;
                                                          } else {
                                                            const _errs208 = errors;
                                                            for (const key32 in data73) {
                                                              if (!(
                                                                key32 === 'vendorId' || key32 === 'productId'
                                                              )) {
                                                                validate12.errors = [{}];
                                                                return false;
                                                                break;
                                                              }
                                                            }
                                                            if (_errs208 === errors) {
                                                              if (data73.vendorId !== undefined) {
                                                                let data74 = data73.vendorId;
                                                                const _errs209 = errors;
                                                                if (errors === _errs209) {
                                                                  if (typeof data74 === 'string') {
                                                                    if (func2(data74) > 4) {
                                                                      validate12.errors = [{}];
                                                                      return false;
                                                                    } else {
                                                                      if (!pattern41.test(data74)) {
                                                                        validate12.errors = [{}];
                                                                        return false;
                                                                      }
                                                                    }
                                                                  } else {
                                                                    validate12.errors = [{}];
                                                                    return false;
                                                                  }
                                                                }
                                                                var valid36 = _errs209 === errors;
                                                              } else {
                                                                var valid36 = true;
                                                              }
                                                              if (valid36) {
                                                                if (data73.productId !== undefined) {
                                                                  let data75 = data73.productId;
                                                                  const _errs211 = errors;
                                                                  if (errors === _errs211) {
                                                                    if (typeof data75 === 'string') {
                                                                      if (func2(data75) > 4) {
                                                                        validate12.errors = [{}];
                                                                        return false;
                                                                      } else {
                                                                        if (!pattern41.test(data75)) {
                                                                          validate12.errors = [{}];
                                                                          return false;
                                                                        }
                                                                      }
                                                                    } else {
                                                                      validate12.errors = [{}];
                                                                      return false;
                                                                    }
                                                                  }
                                                                  var valid36 = _errs211 === errors;
                                                                } else {
                                                                  var valid36 = true;
                                                                }
                                                              }
                                                            }
                                                          }
                                                        } else {
                                                          validate12.errors = [{}];
                                                          return false;
                                                        }
                                                      }
                                                      var valid34 = _errs206 === errors;
                                                    } else {
                                                      var valid34 = true;
                                                    }
                                                  }
                                                }
                                              } else {
                                                validate12.errors = [{}];
                                                return false;
                                              }
                                            }
                                            var valid32 = _errs195 === errors;
                                            if (!valid32) {
                                              break;
                                            }
                                          }
                                          if (valid32) {
                                            if (func8(data69, 'atomic').length > 0) {
                                              validate12.errors = [{}];
                                              return false;
                                            }
                                          }
                                        }
                                      } else {
                                        validate12.errors = [{}];
                                        return false;
                                      }
                                    }
                                    var valid7 = _errs193 === errors;
                                    if (valid7) {
                                      if (data7.bootstrap !== undefined) {
                                        let data76 = data7.bootstrap;
                                        const _errs213 = errors;
                                        if (errors === _errs213) {
                                          if (data76 && typeof data76 == 'object' && !Array.isArray(data76)) {
                                            const _errs215 = errors;
                                            for (const key33 in data76) {
                                              if (!(key33 === 'hostname')) {
                                                validate12.errors = [{}];
                                                return false;
                                                break;
                                              }
                                            }
                                            if (_errs215 === errors) {
                                              if (data76.hostname !== undefined) {
                                                let data77 = data76.hostname;
                                                const _errs216 = errors;
                                                if (errors === _errs216) {
                                                  if (typeof data77 === 'string') {
                                                    if (func2(data77) > 253) {
                                                      validate12.errors = [{}];
                                                      return false;
                                                    } else {
                                                      if (!pattern43.test(data77)) {
                                                        validate12.errors = [{}];
                                                        return false;
                                                      }
                                                    }
                                                  } else {
                                                    validate12.errors = [{}];
                                                    return false;
                                                  }
                                                }
                                              }
                                            }
                                          } else {
                                            validate12.errors = [{}];
                                            return false;
                                          }
                                        }
                                        var valid7 = _errs213 === errors;
                                      } else {
                                        var valid7 = true;
                                      }
                                      if (valid7) {
                                        if (data7.guestAgent !== undefined) {
                                          let data78 = data7.guestAgent;
                                          const _errs218 = errors;
                                          if (errors === _errs218) {
                                            if (
                                              data78 &&
                                              typeof data78 == 'object' &&
                                              !Array.isArray(data78)
                                            ) {
                                              let missing31;
                                              if (data78.enabled === undefined && (missing31 = 'enabled')) {
                                                validate12.errors = [{}];
                                                return false;
                                              } else {
                                                const _errs220 = errors;
                                                for (const key34 in data78) {
                                                  if (!(key34 === 'enabled')) {
                                                    validate12.errors = [{}];
                                                    return false;
                                                    break;
                                                  }
                                                }
                                                if (_errs220 === errors) {
                                                  if (data78.enabled !== undefined) {
                                                    if (typeof data78.enabled !== 'boolean') {
                                                      validate12.errors = [{}];
                                                      return false;
                                                    }
                                                  }
                                                }
                                              }
                                            } else {
                                              validate12.errors = [{}];
                                              return false;
                                            }
                                          }
                                          var valid7 = _errs218 === errors;
                                        } else {
                                          var valid7 = true;
                                        }
                                        if (valid7) {
                                          if (data7.readiness !== undefined) {
                                            let data80 = data7.readiness;
                                            const _errs223 = errors;
                                            const _errs225 = errors;
                                            let valid39 = false;
                                            let passing5 = null;
                                            const _errs226 = errors;
                                            if (
                                              data80 &&
                                              typeof data80 == 'object' &&
                                              !Array.isArray(data80)
                                            ) {
                                              let missing32;
                                              if (data80.running === undefined && (missing32 = 'running')) {
                                                const err30 = {};
                                                if (vErrors === null) {
                                                  vErrors = [err30];
                                                } else {
                                                  vErrors.push(err30);
                                                }
                                                errors++;
                                              }
                                            }
                                            var _valid5 = _errs226 === errors;
                                            if (_valid5) {
                                              valid39 = true;
                                              passing5 = 0;
                                            }
                                            const _errs227 = errors;
                                            if (
                                              data80 &&
                                              typeof data80 == 'object' &&
                                              !Array.isArray(data80)
                                            ) {
                                              let missing33;
                                              if (data80.console === undefined && (missing33 = 'console')) {
                                                const err31 = {};
                                                if (vErrors === null) {
                                                  vErrors = [err31];
                                                } else {
                                                  vErrors.push(err31);
                                                }
                                                errors++;
                                              }
                                            }
                                            var _valid5 = _errs227 === errors;
                                            if (_valid5 && valid39) {
                                              valid39 = false;
                                              passing5 = [passing5, 1];
                                            } else {
                                              if (_valid5) {
                                                valid39 = true;
                                                passing5 = 1;
                                              }
                                              const _errs228 = errors;
                                              if (
                                                data80 &&
                                                typeof data80 == 'object' &&
                                                !Array.isArray(data80)
                                              ) {
                                                let missing34;
                                                if (
                                                  data80.guestAgent === undefined &&
                                                  (missing34 = 'guestAgent')
                                                ) {
                                                  const err32 = {};
                                                  if (vErrors === null) {
                                                    vErrors = [err32];
                                                  } else {
                                                    vErrors.push(err32);
                                                  }
                                                  errors++;
                                                }
                                              }
                                              var _valid5 = _errs228 === errors;
                                              if (_valid5 && valid39) {
                                                valid39 = false;
                                                passing5 = [passing5, 2];
                                              } else {
                                                if (_valid5) {
                                                  valid39 = true;
                                                  passing5 = 2;
                                                }
                                              }
                                            }
                                            if (!valid39) {
                                              const err33 = {};
                                              if (vErrors === null) {
                                                vErrors = [err33];
                                              } else {
                                                vErrors.push(err33);
                                              }
                                              errors++;
                                              validate12.errors = vErrors;
                                              return false;
                                            } else {
                                              errors = _errs225;
                                              if (vErrors !== null) {
                                                if (_errs225) {
                                                  vErrors.length = _errs225;
                                                } else {
                                                  vErrors = null;
                                                }
                                              }
                                            }
                                            if (errors === _errs223) {
                                              if (
                                                data80 &&
                                                typeof data80 == 'object' &&
                                                !Array.isArray(data80)
                                              ) {
                                                const _errs229 = errors;
                                                for (const key35 in data80) {
                                                  if (!(
                                                    key35 === 'running' ||
                                                    key35 === 'console' ||
                                                    key35 === 'guestAgent' ||
                                                    key35 === 'timeout'
                                                  )) {
                                                    validate12.errors = [{}];
                                                    return false;
                                                    break;
                                                  }
                                                }
                                                if (_errs229 === errors) {
                                                  if (data80.running !== undefined) {
                                                    let data81 = data80.running;
                                                    const _errs230 = errors;
                                                    if (errors === _errs230) {
                                                      if (
                                                        data81 &&
                                                        typeof data81 == 'object' &&
                                                        !Array.isArray(data81)
                                                      ) {
                                                        for (const key36 in data81) {
                                                          validate12.errors = [{}];
                                                          return false;
                                                          break;
                                                        }
                                                      } else {
                                                        validate12.errors = [{}];
                                                        return false;
                                                      }
                                                    }
                                                    var valid40 = _errs230 === errors;
                                                  } else {
                                                    var valid40 = true;
                                                  }
                                                  if (valid40) {
                                                    if (data80.console !== undefined) {
                                                      let data82 = data80.console;
                                                      const _errs233 = errors;
                                                      if (errors === _errs233) {
                                                        if (
                                                          data82 &&
                                                          typeof data82 == 'object' &&
                                                          !Array.isArray(data82)
                                                        ) {
                                                          let missing35;
                                                          if (
                                                            data82.contains === undefined &&
                                                            (missing35 = 'contains')
                                                          ) {
                                                            validate12.errors = [{}];
                                                            return false;
                                                          } else {
                                                            const _errs235 = errors;
                                                            for (const key37 in data82) {
                                                              if (!(key37 === 'contains')) {
                                                                validate12.errors = [{}];
                                                                return false;
                                                                break;
                                                              }
                                                            }
                                                            if (_errs235 === errors) {
                                                              if (data82.contains !== undefined) {
                                                                let data83 = data82.contains;
                                                                const _errs236 = errors;
                                                                if (errors === _errs236) {
                                                                  if (typeof data83 === 'string') {
                                                                    if (func2(data83) > 256) {
                                                                      validate12.errors = [{}];
                                                                      return false;
                                                                    } else {
                                                                      if (func2(data83) < 1) {
                                                                        validate12.errors = [{}];
                                                                        return false;
                                                                      } else {
                                                                        if (!pattern23.test(data83)) {
                                                                          validate12.errors = [{}];
                                                                          return false;
                                                                        }
                                                                      }
                                                                    }
                                                                  } else {
                                                                    validate12.errors = [{}];
                                                                    return false;
                                                                  }
                                                                }
                                                              }
                                                            }
                                                          }
                                                        } else {
                                                          validate12.errors = [{}];
                                                          return false;
                                                        }
                                                      }
                                                      var valid40 = _errs233 === errors;
                                                    } else {
                                                      var valid40 = true;
                                                    }
                                                    if (valid40) {
                                                      if (data80.guestAgent !== undefined) {
                                                        let data84 = data80.guestAgent;
                                                        const _errs238 = errors;
                                                        if (errors === _errs238) {
                                                          if (
                                                            data84 &&
                                                            typeof data84 == 'object' &&
                                                            !Array.isArray(data84)
                                                          ) {
                                                            for (const key38 in data84) {
                                                              validate12.errors = [{}];
                                                              return false;
                                                              break;
                                                            }
                                                          } else {
                                                            validate12.errors = [{}];
                                                            return false;
                                                          }
                                                        }
                                                        var valid40 = _errs238 === errors;
                                                      } else {
                                                        var valid40 = true;
                                                      }
                                                      if (valid40) {
                                                        if (data80.timeout !== undefined) {
                                                          let data85 = data80.timeout;
                                                          const _errs241 = errors;
                                                          if (errors === _errs241) {
                                                            if (typeof data85 === 'string') {
                                                              if (func2(data85) > 32) {
                                                                validate12.errors = [{}];
                                                                return false;
                                                              } else {
                                                                if (!pattern45.test(data85)) {
                                                                  validate12.errors = [{}];
                                                                  return false;
                                                                }
                                                              }
                                                            } else {
                                                              validate12.errors = [{}];
                                                              return false;
                                                            }
                                                          }
                                                          var valid40 = _errs241 === errors;
                                                        } else {
                                                          var valid40 = true;
                                                        }
                                                      }
                                                    }
                                                  }
                                                }
                                              } else {
                                                validate12.errors = [{}];
                                                return false;
                                              }
                                            }
                                            var valid7 = _errs223 === errors;
                                          } else {
                                            var valid7 = true;
                                          }
                                          if (valid7) {
                                            let data86 = data7.dependsOn;
                                            const _errs243 = errors;
                                            if (errors === _errs243) {
                                              if (Array.isArray(data86)) {
                                                if (data86.length > 32) {
                                                  validate12.errors = [{}];
                                                  return false;
                                                } else {
                                                  var valid42 = true;
                                                  const len7 = data86.length;
                                                  for (let i7 = 0; i7 < len7; i7++) {
                                                    let data87 = data86[i7];
                                                    const _errs245 = errors;
                                                    if (errors === _errs245) {
                                                      if (
                                                        data87 &&
                                                        typeof data87 == 'object' &&
                                                        !Array.isArray(data87)
                                                      ) {
                                                        if (data87.condition === undefined) {
                                                          data87.condition = 'Ready';
                                                        }
                                                        let missing36;
                                                        if (
                                                          data87.name === undefined &&
                                                          (missing36 = 'name')
                                                        ) {
                                                          validate12.errors = [{}];
                                                          return false;
                                                        } else {
                                                          const _errs247 = errors;
                                                          for (const key39 in data87) {
                                                            if (!(
                                                              key39 === 'name' || key39 === 'condition'
                                                            )) {
                                                              validate12.errors = [{}];
                                                              return false;
                                                              break;
                                                            }
                                                          }
                                                          if (_errs247 === errors) {
                                                            if (data87.name !== undefined) {
                                                              let data88 = data87.name;
                                                              const _errs248 = errors;
                                                              if (errors === _errs248) {
                                                                if (typeof data88 === 'string') {
                                                                  if (func2(data88) > 40) {
                                                                    validate12.errors = [{}];
                                                                    return false;
                                                                  } else {
                                                                    if (!pattern0.test(data88)) {
                                                                      validate12.errors = [{}];
                                                                      return false;
                                                                    }
                                                                  }
                                                                } else {
                                                                  validate12.errors = [{}];
                                                                  return false;
                                                                }
                                                              }
                                                              var valid43 = _errs248 === errors;
                                                            } else {
                                                              var valid43 = true;
                                                            }
                                                            if (valid43) {
                                                              let data89 = data87.condition;
                                                              const _errs250 = errors;
                                                              if (typeof data89 !== 'string') {
                                                                validate12.errors = [{}];
                                                                return false;
                                                              }
                                                              if (!(data89 === 'Ready')) {
                                                                validate12.errors = [{}];
                                                                return false;
                                                              }
                                                              var valid43 = _errs250 === errors;
                                                            }
                                                          }
                                                        }
                                                      } else {
                                                        validate12.errors = [{}];
                                                        return false;
                                                      }
                                                    }
                                                    var valid42 = _errs245 === errors;
                                                    if (!valid42) {
                                                      break;
                                                    }
                                                  }
                                                  if (valid42) {
                                                    if (func26(data86, 'name').length > 0) {
                                                      validate12.errors = [{}];
                                                      return false;
                                                    } else {
                                                      if (func8(data86, 'map').length > 0) {
                                                        validate12.errors = [{}];
                                                        return false;
                                                      }
                                                    }
                                                  }
                                                }
                                              } else {
                                                validate12.errors = [{}];
                                                return false;
                                              }
                                            }
                                            var valid7 = _errs243 === errors;
                                            if (valid7) {
                                              if (data7.preStart !== undefined) {
                                                let data90 = data7.preStart;
                                                const _errs252 = errors;
                                                if (errors === _errs252) {
                                                  if (Array.isArray(data90)) {
                                                    if (data90.length > 16) {
                                                      validate12.errors = [{}];
                                                      return false;
                                                    } else {
                                                      var valid44 = true;
                                                      const len8 = data90.length;
                                                      for (let i8 = 0; i8 < len8; i8++) {
                                                        let data91 = data90[i8];
                                                        const _errs254 = errors;
                                                        if (errors === _errs254) {
                                                          if (
                                                            data91 &&
                                                            typeof data91 == 'object' &&
                                                            !Array.isArray(data91)
                                                          ) {
                                                            let missing37;
                                                            if (
                                                              data91.command === undefined &&
                                                              (missing37 = 'command')
                                                            ) {
                                                              validate12.errors = [{}];
                                                              return false;
                                                            } else {
                                                              const _errs256 = errors;
                                                              for (const key40 in data91) {
                                                                if (!(
                                                                  key40 === 'command' || key40 === 'timeout'
                                                                )) {
                                                                  validate12.errors = [{}];
                                                                  return false;
                                                                  break;
                                                                }
                                                              }
                                                              if (_errs256 === errors) {
                                                                if (data91.command !== undefined) {
                                                                  let data92 = data91.command;
                                                                  const _errs257 = errors;
                                                                  if (errors === _errs257) {
                                                                    if (Array.isArray(data92)) {
                                                                      if (data92.length > 64) {
                                                                        validate12.errors = [{}];
                                                                        return false;
                                                                      } else {
                                                                        if (data92.length < 1) {
                                                                          validate12.errors = [{}];
                                                                          return false;
                                                                        } else {
                                                                          var valid46 = true;
                                                                          const len9 = data92.length;
                                                                          for (let i9 = 0; i9 < len9; i9++) {
                                                                            let data93 = data92[i9];
                                                                            const _errs259 = errors;
                                                                            if (errors === _errs259) {
                                                                              if (
                                                                                typeof data93 === 'string'
                                                                              ) {
                                                                                if (func2(data93) > 4096) {
                                                                                  validate12.errors = [{}];
                                                                                  return false;
                                                                                } else {
                                                                                  if (
                                                                                    !pattern47.test(data93)
                                                                                  ) {
                                                                                    validate12.errors = [{}];
                                                                                    return false;
                                                                                  }
                                                                                }
                                                                              } else {
                                                                                validate12.errors = [{}];
                                                                                return false;
                                                                              }
                                                                            }
                                                                            var valid46 = _errs259 === errors;
                                                                            if (!valid46) {
                                                                              break;
                                                                            }
                                                                          }
                                                                          if (valid46) {
                                                                            if (
                                                                              func8(data92, 'atomic').length >
                                                                              0
                                                                            ) {
                                                                              validate12.errors = [{}];
                                                                              return false;
                                                                            }
                                                                          }
                                                                        }
                                                                      }
                                                                    } else {
                                                                      validate12.errors = [{}];
                                                                      return false;
                                                                    }
                                                                  }
                                                                  var valid45 = _errs257 === errors;
                                                                } else {
                                                                  var valid45 = true;
                                                                }
                                                                if (valid45) {
                                                                  if (data91.timeout !== undefined) {
                                                                    let data94 = data91.timeout;
                                                                    const _errs261 = errors;
                                                                    if (errors === _errs261) {
                                                                      if (typeof data94 === 'string') {
                                                                        if (func2(data94) > 32) {
                                                                          validate12.errors = [{}];
                                                                          return false;
                                                                        } else {
                                                                          if (!pattern45.test(data94)) {
                                                                            validate12.errors = [{}];
                                                                            return false;
                                                                          }
                                                                        }
                                                                      } else {
                                                                        validate12.errors = [{}];
                                                                        return false;
                                                                      }
                                                                    }
                                                                    var valid45 = _errs261 === errors;
                                                                  } else {
                                                                    var valid45 = true;
                                                                  }
                                                                }
                                                              }
                                                            }
                                                          } else {
                                                            validate12.errors = [{}];
                                                            return false;
                                                          }
                                                        }
                                                        var valid44 = _errs254 === errors;
                                                        if (!valid44) {
                                                          break;
                                                        }
                                                      }
                                                      if (valid44) {
                                                        if (func8(data90, 'atomic').length > 0) {
                                                          validate12.errors = [{}];
                                                          return false;
                                                        }
                                                      }
                                                    }
                                                  } else {
                                                    validate12.errors = [{}];
                                                    return false;
                                                  }
                                                }
                                                var valid7 = _errs252 === errors;
                                              } else {
                                                var valid7 = true;
                                              }
                                              if (valid7) {
                                                if (data7.shutdown !== undefined) {
                                                  let data95 = data7.shutdown;
                                                  const _errs263 = errors;
                                                  if (errors === _errs263) {
                                                    if (
                                                      data95 &&
                                                      typeof data95 == 'object' &&
                                                      !Array.isArray(data95)
                                                    ) {
                                                      const _errs265 = errors;
                                                      for (const key41 in data95) {
                                                        if (!(key41 === 'timeout' || key41 === 'method')) {
                                                          validate12.errors = [{}];
                                                          return false;
                                                          break;
                                                        }
                                                      }
                                                      if (_errs265 === errors) {
                                                        if (data95.timeout !== undefined) {
                                                          let data96 = data95.timeout;
                                                          const _errs266 = errors;
                                                          if (errors === _errs266) {
                                                            if (typeof data96 === 'string') {
                                                              if (func2(data96) > 32) {
                                                                validate12.errors = [{}];
                                                                return false;
                                                              } else {
                                                                if (!pattern45.test(data96)) {
                                                                  validate12.errors = [{}];
                                                                  return false;
                                                                }
                                                              }
                                                            } else {
                                                              validate12.errors = [{}];
                                                              return false;
                                                            }
                                                          }
                                                          var valid47 = _errs266 === errors;
                                                        } else {
                                                          var valid47 = true;
                                                        }
                                                        if (valid47) {
                                                          if (data95.method !== undefined) {
                                                            let data97 = data95.method;
                                                            const _errs268 = errors;
                                                            if (typeof data97 !== 'string') {
                                                              validate12.errors = [{}];
                                                              return false;
                                                            }
                                                            if (!(
                                                              data97 === 'Powerdown' ||
                                                              data97 === 'CtrlAltDel' ||
                                                              data97 === 'Quit' ||
                                                              data97 === 'Kill'
                                                            )) {
                                                              validate12.errors = [{}];
                                                              return false;
                                                            }
                                                            var valid47 = _errs268 === errors;
                                                          } else {
                                                            var valid47 = true;
                                                          }
                                                        }
                                                      }
                                                    } else {
                                                      validate12.errors = [{}];
                                                      return false;
                                                    }
                                                  }
                                                  var valid7 = _errs263 === errors;
                                                } else {
                                                  var valid7 = true;
                                                }
                                                if (valid7) {
                                                  if (data7.update !== undefined) {
                                                    let data98 = data7.update;
                                                    const _errs270 = errors;
                                                    if (errors === _errs270) {
                                                      if (
                                                        data98 &&
                                                        typeof data98 == 'object' &&
                                                        !Array.isArray(data98)
                                                      ) {
                                                        const _errs272 = errors;
                                                        for (const key42 in data98) {
                                                          if (!(
                                                            key42 === 'approval' ||
                                                            key42 === 'when' ||
                                                            key42 === 'window'
                                                          )) {
                                                            validate12.errors = [{}];
                                                            return false;
                                                            break;
                                                          }
                                                        }
                                                        if (_errs272 === errors) {
                                                          if (data98.approval !== undefined) {
                                                            let data99 = data98.approval;
                                                            const _errs273 = errors;
                                                            if (typeof data99 !== 'string') {
                                                              validate12.errors = [{}];
                                                              return false;
                                                            }
                                                            if (!(
                                                              data99 === 'Manual' || data99 === 'Automatic'
                                                            )) {
                                                              validate12.errors = [{}];
                                                              return false;
                                                            }
                                                            var valid48 = _errs273 === errors;
                                                          } else {
                                                            var valid48 = true;
                                                          }
                                                          if (valid48) {
                                                            if (data98.when !== undefined) {
                                                              let data100 = data98.when;
                                                              const _errs275 = errors;
                                                              if (typeof data100 !== 'string') {
                                                                validate12.errors = [{}];
                                                                return false;
                                                              }
                                                              if (!(
                                                                data100 === 'Now' ||
                                                                data100 === 'NextBoot' ||
                                                                data100 === 'Window'
                                                              )) {
                                                                validate12.errors = [{}];
                                                                return false;
                                                              }
                                                              var valid48 = _errs275 === errors;
                                                            } else {
                                                              var valid48 = true;
                                                            }
                                                            if (valid48) {
                                                              if (data98.window !== undefined) {
                                                                let data101 = data98.window;
                                                                const _errs277 = errors;
                                                                if (errors === _errs277) {
                                                                  if (
                                                                    data101 &&
                                                                    typeof data101 == 'object' &&
                                                                    !Array.isArray(data101)
                                                                  ) {
                                                                    let missing38;
                                                                    if (
                                                                      (data101.schedule === undefined &&
                                                                        (missing38 = 'schedule')) ||
                                                                      (data101.duration === undefined &&
                                                                        (missing38 = 'duration'))
                                                                    ) {
                                                                      validate12.errors = [{}];
                                                                      return false;
                                                                    } else {
                                                                      const _errs279 = errors;
                                                                      for (const key43 in data101) {
                                                                        if (!(
                                                                          key43 === 'schedule' ||
                                                                          key43 === 'duration' ||
                                                                          key43 === 'timeZone'
                                                                        )) {
                                                                          validate12.errors = [{}];
                                                                          return false;
                                                                          break;
                                                                        }
                                                                      }
                                                                      if (_errs279 === errors) {
                                                                        if (data101.schedule !== undefined) {
                                                                          let data102 = data101.schedule;
                                                                          const _errs280 = errors;
                                                                          if (errors === _errs280) {
                                                                            if (typeof data102 === 'string') {
                                                                              if (func2(data102) > 120) {
                                                                                validate12.errors = [{}];
                                                                                return false;
                                                                              } else {
                                                                                if (
                                                                                  !pattern50.test(data102)
                                                                                ) {
                                                                                  validate12.errors = [{}];
                                                                                  return false;
                                                                                }
                                                                              }
                                                                            } else {
                                                                              validate12.errors = [{}];
                                                                              return false;
                                                                            }
                                                                          }
                                                                          var valid49 = _errs280 === errors;
                                                                        } else {
                                                                          var valid49 = true;
                                                                        }
                                                                        if (valid49) {
                                                                          if (
                                                                            data101.duration !== undefined
                                                                          ) {
                                                                            let data103 = data101.duration;
                                                                            const _errs282 = errors;
                                                                            if (errors === _errs282) {
                                                                              if (
                                                                                typeof data103 === 'string'
                                                                              ) {
                                                                                if (func2(data103) > 24) {
                                                                                  validate12.errors = [{}];
                                                                                  return false;
                                                                                } else {
                                                                                  if (
                                                                                    !pattern45.test(data103)
                                                                                  ) {
                                                                                    validate12.errors = [{}];
                                                                                    return false;
                                                                                  }
                                                                                }
                                                                              } else {
                                                                                validate12.errors = [{}];
                                                                                return false;
                                                                              }
                                                                            }
                                                                            var valid49 = _errs282 === errors;
                                                                          } else {
                                                                            var valid49 = true;
                                                                          }
                                                                          if (valid49) {
                                                                            if (
                                                                              data101.timeZone !== undefined
                                                                            ) {
                                                                              let data104 = data101.timeZone;
                                                                              const _errs284 = errors;
                                                                              if (errors === _errs284) {
                                                                                if (
                                                                                  typeof data104 === 'string'
                                                                                ) {
                                                                                  if (func2(data104) > 64) {
                                                                                    validate12.errors = [{}];
                                                                                    return false;
                                                                                  } else {
                                                                                    if (
                                                                                      !pattern52.test(data104)
                                                                                    ) {
                                                                                      validate12.errors = [
                                                                                        {},
                                                                                      ];
                                                                                      return false;
                                                                                    }
                                                                                  }
                                                                                } else {
                                                                                  validate12.errors = [{}];
                                                                                  return false;
                                                                                }
                                                                              }
                                                                              var valid49 =
                                                                                _errs284 === errors;
                                                                            } else {
                                                                              var valid49 = true;
                                                                            }
                                                                          }
                                                                        }
                                                                      }
                                                                    }
                                                                  } else {
                                                                    validate12.errors = [{}];
                                                                    return false;
                                                                  }
                                                                }
                                                                var valid48 = _errs277 === errors;
                                                              } else {
                                                                var valid48 = true;
                                                              }
                                                            }
                                                          }
                                                        }
                                                      } else {
                                                        validate12.errors = [{}];
                                                        return false;
                                                      }
                                                    }
                                                    var valid7 = _errs270 === errors;
                                                  } else {
                                                    var valid7 = true;
                                                  }
                                                  if (valid7) {
                                                    if (data7.deletion !== undefined) {
                                                      let data105 = data7.deletion;
                                                      const _errs286 = errors;
                                                      if (errors === _errs286) {
                                                        if (
                                                          data105 &&
                                                          typeof data105 == 'object' &&
                                                          !Array.isArray(data105)
                                                        ) {
                                                          const _errs288 = errors;
                                                          for (const key44 in data105) {
                                                            if (!(
                                                              key44 === 'disks' ||
                                                              key44 === 'protect' ||
                                                              key44 === 'grace'
                                                            )) {
                                                              validate12.errors = [{}];
                                                              return false;
                                                              break;
                                                            }
                                                          }
                                                          if (_errs288 === errors) {
                                                            if (data105.disks !== undefined) {
                                                              let data106 = data105.disks;
                                                              const _errs289 = errors;
                                                              if (typeof data106 !== 'string') {
                                                                validate12.errors = [{}];
                                                                return false;
                                                              }
                                                              if (!(
                                                                data106 === 'Retain' || data106 === 'Delete'
                                                              )) {
                                                                validate12.errors = [{}];
                                                                return false;
                                                              }
                                                              var valid50 = _errs289 === errors;
                                                            } else {
                                                              var valid50 = true;
                                                            }
                                                            if (valid50) {
                                                              if (data105.protect !== undefined) {
                                                                const _errs291 = errors;
                                                                if (typeof data105.protect !== 'boolean') {
                                                                  validate12.errors = [{}];
                                                                  return false;
                                                                }
                                                                var valid50 = _errs291 === errors;
                                                              } else {
                                                                var valid50 = true;
                                                              }
                                                              if (valid50) {
                                                                if (data105.grace !== undefined) {
                                                                  let data108 = data105.grace;
                                                                  const _errs293 = errors;
                                                                  if (errors === _errs293) {
                                                                    if (typeof data108 === 'string') {
                                                                      if (func2(data108) > 32) {
                                                                        validate12.errors = [{}];
                                                                        return false;
                                                                      } else {
                                                                        if (!pattern45.test(data108)) {
                                                                          validate12.errors = [{}];
                                                                          return false;
                                                                        }
                                                                      }
                                                                    } else {
                                                                      validate12.errors = [{}];
                                                                      return false;
                                                                    }
                                                                  }
                                                                  var valid50 = _errs293 === errors;
                                                                } else {
                                                                  var valid50 = true;
                                                                }
                                                              }
                                                            }
                                                          }
                                                        } else {
                                                          validate12.errors = [{}];
                                                          return false;
                                                        }
                                                      }
                                                      var valid7 = _errs286 === errors;
                                                    } else {
                                                      var valid7 = true;
                                                    }
                                                  }
                                                }
                                              }
                                            }
                                          }
                                        }
                                      }
                                    }
                                  }
                                }
                              }
                            }
                          }
                        }
                      }
                    }
                  }
                } else {
                  validate12.errors = [{}];
                  return false;
                }
              }
              var valid1 = _errs24 === errors;
            } else {
              var valid1 = true;
            }
          }
        }
      }
    } else {
      validate12.errors = [{}];
      return false;
    }
  }
  var valid0 = _errs0 === errors;
  if (!valid0) {
    validate12.errors = [
      {
        instancePath,
        schemaPath: '#/withoutErrors',
        keyword: 'withoutErrors',
        params: {},
        message: 'must pass "withoutErrors" keyword validation',
      },
    ];
    return false;
  }
  validate12.errors = vErrors;
  return errors === 0;
}

export const VirtualMachineClass = validate13;
const schema14 = {
  withoutErrors: {
    type: 'object',
    additionalProperties: false,
    required: ['apiVersion', 'kind', 'metadata', 'spec'],
    properties: {
      apiVersion: {},
      kind: {},
      metadata: {
        type: 'object',
        additionalProperties: false,
        required: ['name'],
        properties: {
          name: {type: 'string', pattern: '^[a-z][a-z0-9-]{0,39}$'},
          namespace: {type: 'string', pattern: '^[a-z][a-z0-9-]{0,39}$', default: 'default'},
          labels: {
            type: 'object',
            default: {},
            propertyNames: {
              type: 'string',
              pattern:
                '^([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?/)?[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$',
            },
            additionalProperties: {
              type: 'string',
              pattern: '^([A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?$',
            },
          },
          annotations: {
            type: 'object',
            default: {},
            propertyNames: {
              type: 'string',
              pattern:
                '^([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?/)?[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$',
            },
            additionalProperties: {type: 'string'},
          },
        },
      },
      spec: {
        type: 'object',
        additionalProperties: false,
        properties: {
          runPolicy: {type: 'string', enum: ['Always', 'RerunOnFailure', 'Once', 'Manual', 'Halted']},
          hypervisor: {
            type: 'object',
            oneOf: [
              {required: ['qemu']},
              {required: ['cloudHypervisor']},
              {required: ['firecracker']},
              {required: ['crosvm']},
              {required: ['kvmtool']},
              {required: ['stratovirt']},
              {required: ['alioth']},
              {required: ['runner']},
            ],
            additionalProperties: false,
            properties: {
              qemu: {
                type: 'object',
                additionalProperties: false,
                properties: {
                  machine: {type: 'string', enum: ['q35', 'pc', 'microvm', 'virt']},
                  accelerator: {type: 'string', enum: ['auto', 'kvm', 'tcg']},
                  cpuModel: {
                    type: 'string',
                    pattern: '^[A-Za-z0-9][A-Za-z0-9._-]*(,[+-]?[A-Za-z0-9][A-Za-z0-9._-]*(=(on|off))?)*$',
                    maxLength: 256,
                  },
                  extraArgs: {
                    type: 'array',
                    maxItems: 64,
                    'x-kubernetes-list-type': 'atomic',
                    items: {type: 'string', minLength: 1, maxLength: 4096, pattern: '^[^\\x00-\\x1f\\x7f]+$'},
                  },
                },
              },
              cloudHypervisor: {type: 'object', additionalProperties: false, properties: {}},
              firecracker: {type: 'object', additionalProperties: false, properties: {}},
              crosvm: {type: 'object', additionalProperties: false, properties: {}},
              kvmtool: {type: 'object', additionalProperties: false, properties: {}},
              stratovirt: {type: 'object', additionalProperties: false, properties: {}},
              alioth: {type: 'object', additionalProperties: false, properties: {}},
              runner: {type: 'object', additionalProperties: false, properties: {}},
            },
          },
          cpu: {
            type: 'object',
            additionalProperties: false,
            properties: {count: {type: 'integer', minimum: 1, maximum: 64}},
          },
          memory: {
            type: 'object',
            additionalProperties: false,
            properties: {
              size: {type: 'string', pattern: '^[1-9][0-9]*(Ki|Mi|Gi|Ti|k|M|G|T)$', maxLength: 24},
              balloon: {type: 'object', additionalProperties: false, properties: {}},
            },
          },
          boot: {
            type: 'object',
            oneOf: [{required: ['kernel']}, {required: ['firmware']}],
            additionalProperties: false,
            properties: {
              kernel: {
                type: 'object',
                required: ['image'],
                additionalProperties: false,
                properties: {
                  image: {type: 'string', pattern: '^[a-z][a-z0-9-]{0,39}$', maxLength: 40},
                  initrd: {type: 'string', pattern: '^[a-z][a-z0-9-]{0,39}$', maxLength: 40},
                },
              },
              firmware: {type: 'string', enum: ['bios', 'uefi']},
              cmdline: {
                type: 'array',
                maxItems: 128,
                'x-kubernetes-list-type': 'atomic',
                items: {type: 'string', minLength: 1, maxLength: 1024, pattern: '^[\\x20-\\x7e]+$'},
              },
            },
          },
          guestAgent: {
            type: 'object',
            required: ['enabled'],
            additionalProperties: false,
            properties: {enabled: {type: 'boolean'}},
          },
          readiness: {
            type: 'object',
            oneOf: [{required: ['running']}, {required: ['console']}, {required: ['guestAgent']}],
            additionalProperties: false,
            properties: {
              running: {type: 'object', additionalProperties: false, properties: {}},
              console: {
                type: 'object',
                required: ['contains'],
                additionalProperties: false,
                properties: {
                  contains: {type: 'string', minLength: 1, maxLength: 256, pattern: '^[^\\x00-\\x1f\\x7f]+$'},
                },
              },
              guestAgent: {type: 'object', additionalProperties: false, properties: {}},
              timeout: {type: 'string', pattern: '^([0-9]+(ms|s|m|h|d))+$', maxLength: 32},
            },
          },
          preStart: {
            type: 'array',
            maxItems: 16,
            'x-kubernetes-list-type': 'atomic',
            items: {
              type: 'object',
              required: ['command'],
              additionalProperties: false,
              properties: {
                command: {
                  type: 'array',
                  minItems: 1,
                  maxItems: 64,
                  'x-kubernetes-list-type': 'atomic',
                  items: {type: 'string', maxLength: 4096, pattern: '^[^\\x00]*$'},
                },
                timeout: {type: 'string', pattern: '^([0-9]+(ms|s|m|h|d))+$', maxLength: 32},
              },
            },
          },
          shutdown: {
            type: 'object',
            additionalProperties: false,
            properties: {
              timeout: {type: 'string', pattern: '^([0-9]+(ms|s|m|h|d))+$', maxLength: 32},
              method: {type: 'string', enum: ['Powerdown', 'CtrlAltDel', 'Quit', 'Kill']},
            },
          },
          update: {
            type: 'object',
            additionalProperties: false,
            properties: {
              approval: {type: 'string', enum: ['Manual', 'Automatic']},
              when: {type: 'string', enum: ['Now', 'NextBoot', 'Window']},
              window: {
                type: 'object',
                required: ['schedule', 'duration'],
                additionalProperties: false,
                properties: {
                  schedule: {
                    type: 'string',
                    pattern: '^[0-9A-Za-z*,/#L-]+( [0-9A-Za-z*,/#L?-]+){4}$',
                    maxLength: 120,
                  },
                  duration: {type: 'string', pattern: '^([0-9]+(ms|s|m|h|d))+$', maxLength: 24},
                  timeZone: {type: 'string', pattern: '^[A-Za-z][A-Za-z0-9_+/-]*$', maxLength: 64},
                },
              },
            },
          },
          deletion: {
            type: 'object',
            additionalProperties: false,
            properties: {
              disks: {type: 'string', enum: ['Retain', 'Delete']},
              protect: {type: 'boolean'},
              grace: {type: 'string', pattern: '^([0-9]+(ms|s|m|h|d))+$', maxLength: 32},
            },
          },
        },
      },
    },
  },
};

function validate13(data, {instancePath = '', parentData, parentDataProperty, rootData = data} = {}) {
  let vErrors = null;
  let errors = 0;
  const _errs0 = errors;
  if (errors === _errs0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.apiVersion === undefined && (missing0 = 'apiVersion')) ||
        (data.kind === undefined && (missing0 = 'kind')) ||
        (data.metadata === undefined && (missing0 = 'metadata')) ||
        (data.spec === undefined && (missing0 = 'spec'))
      ) {
        validate13.errors = [{}];
        return false;
      } else {
        const _errs2 = errors;
        for (const key0 in data) {
          if (!(key0 === 'apiVersion' || key0 === 'kind' || key0 === 'metadata' || key0 === 'spec')) {
            validate13.errors = [{}];
            return false;
            break;
          }
        }
        if (_errs2 === errors) {
          if (data.metadata !== undefined) {
            let data0 = data.metadata;
            const _errs3 = errors;
            if (errors === _errs3) {
              if (data0 && typeof data0 == 'object' && !Array.isArray(data0)) {
                if (data0.namespace === undefined) {
                  data0.namespace = 'default';
                }
                if (data0.labels === undefined) {
                  data0.labels = {};
                }
                if (data0.annotations === undefined) {
                  data0.annotations = {};
                }
                let missing1;
                if (data0.name === undefined && (missing1 = 'name')) {
                  validate13.errors = [{}];
                  return false;
                } else {
                  const _errs5 = errors;
                  for (const key1 in data0) {
                    if (!(
                      key1 === 'name' ||
                      key1 === 'namespace' ||
                      key1 === 'labels' ||
                      key1 === 'annotations'
                    )) {
                      validate13.errors = [{}];
                      return false;
                      break;
                    }
                  }
                  if (_errs5 === errors) {
                    if (data0.name !== undefined) {
                      let data1 = data0.name;
                      const _errs6 = errors;
                      if (errors === _errs6) {
                        if (typeof data1 === 'string') {
                          if (!pattern0.test(data1)) {
                            validate13.errors = [{}];
                            return false;
                          }
                        } else {
                          validate13.errors = [{}];
                          return false;
                        }
                      }
                      var valid2 = _errs6 === errors;
                    } else {
                      var valid2 = true;
                    }
                    if (valid2) {
                      let data2 = data0.namespace;
                      const _errs8 = errors;
                      if (errors === _errs8) {
                        if (typeof data2 === 'string') {
                          if (!pattern0.test(data2)) {
                            validate13.errors = [{}];
                            return false;
                          }
                        } else {
                          validate13.errors = [{}];
                          return false;
                        }
                      }
                      var valid2 = _errs8 === errors;
                      if (valid2) {
                        let data3 = data0.labels;
                        const _errs10 = errors;
                        if (errors === _errs10) {
                          if (data3 && typeof data3 == 'object' && !Array.isArray(data3)) {
                            for (const key2 in data3) {
                              const _errs12 = errors;
                              if (errors === _errs12) {
                                if (typeof key2 === 'string') {
                                  if (!pattern2.test(key2)) {
                                    const err0 = {};
                                    if (vErrors === null) {
                                      vErrors = [err0];
                                    } else {
                                      vErrors.push(err0);
                                    }
                                    errors++;
                                  }
                                } else {
                                  const err1 = {};
                                  if (vErrors === null) {
                                    vErrors = [err1];
                                  } else {
                                    vErrors.push(err1);
                                  }
                                  errors++;
                                }
                              }
                              var valid3 = _errs12 === errors;
                              if (!valid3) {
                                const err2 = {};
                                if (vErrors === null) {
                                  vErrors = [err2];
                                } else {
                                  vErrors.push(err2);
                                }
                                errors++;
                                validate13.errors = vErrors;
                                return false;
                                break;
                              }
                            }
                            if (valid3) {
                              for (const key3 in data3) {
                                let data4 = data3[key3];
                                const _errs15 = errors;
                                if (errors === _errs15) {
                                  if (typeof data4 === 'string') {
                                    if (!pattern3.test(data4)) {
                                      validate13.errors = [{}];
                                      return false;
                                    }
                                  } else {
                                    validate13.errors = [{}];
                                    return false;
                                  }
                                }
                                var valid4 = _errs15 === errors;
                                if (!valid4) {
                                  break;
                                }
                              }
                            }
                          } else {
                            validate13.errors = [{}];
                            return false;
                          }
                        }
                        var valid2 = _errs10 === errors;
                        if (valid2) {
                          let data5 = data0.annotations;
                          const _errs17 = errors;
                          if (errors === _errs17) {
                            if (data5 && typeof data5 == 'object' && !Array.isArray(data5)) {
                              for (const key4 in data5) {
                                const _errs19 = errors;
                                if (errors === _errs19) {
                                  if (typeof key4 === 'string') {
                                    if (!pattern2.test(key4)) {
                                      const err3 = {};
                                      if (vErrors === null) {
                                        vErrors = [err3];
                                      } else {
                                        vErrors.push(err3);
                                      }
                                      errors++;
                                    }
                                  } else {
                                    const err4 = {};
                                    if (vErrors === null) {
                                      vErrors = [err4];
                                    } else {
                                      vErrors.push(err4);
                                    }
                                    errors++;
                                  }
                                }
                                var valid5 = _errs19 === errors;
                                if (!valid5) {
                                  const err5 = {};
                                  if (vErrors === null) {
                                    vErrors = [err5];
                                  } else {
                                    vErrors.push(err5);
                                  }
                                  errors++;
                                  validate13.errors = vErrors;
                                  return false;
                                  break;
                                }
                              }
                              if (valid5) {
                                for (const key5 in data5) {
                                  const _errs22 = errors;
                                  if (typeof data5[key5] !== 'string') {
                                    validate13.errors = [{}];
                                    return false;
                                  }
                                  var valid6 = _errs22 === errors;
                                  if (!valid6) {
                                    break;
                                  }
                                }
                              }
                            } else {
                              validate13.errors = [{}];
                              return false;
                            }
                          }
                          var valid2 = _errs17 === errors;
                        }
                      }
                    }
                  }
                }
              } else {
                validate13.errors = [{}];
                return false;
              }
            }
            var valid1 = _errs3 === errors;
          } else {
            var valid1 = true;
          }
          if (valid1) {
            if (data.spec !== undefined) {
              let data7 = data.spec;
              const _errs24 = errors;
              if (errors === _errs24) {
                if (data7 && typeof data7 == 'object' && !Array.isArray(data7)) {
                  const _errs26 = errors;
                  for (const key6 in data7) {
                    if (!func9.call(schema14.withoutErrors.properties.spec.properties, key6)) {
                      validate13.errors = [{}];
                      return false;
                      break;
                    }
                  }
                  if (_errs26 === errors) {
                    if (data7.runPolicy !== undefined) {
                      let data8 = data7.runPolicy;
                      const _errs27 = errors;
                      if (typeof data8 !== 'string') {
                        validate13.errors = [{}];
                        return false;
                      }
                      if (!(
                        data8 === 'Always' ||
                        data8 === 'RerunOnFailure' ||
                        data8 === 'Once' ||
                        data8 === 'Manual' ||
                        data8 === 'Halted'
                      )) {
                        validate13.errors = [{}];
                        return false;
                      }
                      var valid7 = _errs27 === errors;
                    } else {
                      var valid7 = true;
                    }
                    if (valid7) {
                      if (data7.hypervisor !== undefined) {
                        let data9 = data7.hypervisor;
                        const _errs29 = errors;
                        const _errs31 = errors;
                        let valid8 = false;
                        let passing0 = null;
                        const _errs32 = errors;
                        if (data9 && typeof data9 == 'object' && !Array.isArray(data9)) {
                          let missing2;
                          if (data9.qemu === undefined && (missing2 = 'qemu')) {
                            const err6 = {};
                            if (vErrors === null) {
                              vErrors = [err6];
                            } else {
                              vErrors.push(err6);
                            }
                            errors++;
                          }
                        }
                        var _valid0 = _errs32 === errors;
                        if (_valid0) {
                          valid8 = true;
                          passing0 = 0;
                        }
                        const _errs33 = errors;
                        if (data9 && typeof data9 == 'object' && !Array.isArray(data9)) {
                          let missing3;
                          if (data9.cloudHypervisor === undefined && (missing3 = 'cloudHypervisor')) {
                            const err7 = {};
                            if (vErrors === null) {
                              vErrors = [err7];
                            } else {
                              vErrors.push(err7);
                            }
                            errors++;
                          }
                        }
                        var _valid0 = _errs33 === errors;
                        if (_valid0 && valid8) {
                          valid8 = false;
                          passing0 = [passing0, 1];
                        } else {
                          if (_valid0) {
                            valid8 = true;
                            passing0 = 1;
                          }
                          const _errs34 = errors;
                          if (data9 && typeof data9 == 'object' && !Array.isArray(data9)) {
                            let missing4;
                            if (data9.firecracker === undefined && (missing4 = 'firecracker')) {
                              const err8 = {};
                              if (vErrors === null) {
                                vErrors = [err8];
                              } else {
                                vErrors.push(err8);
                              }
                              errors++;
                            }
                          }
                          var _valid0 = _errs34 === errors;
                          if (_valid0 && valid8) {
                            valid8 = false;
                            passing0 = [passing0, 2];
                          } else {
                            if (_valid0) {
                              valid8 = true;
                              passing0 = 2;
                            }
                            const _errs35 = errors;
                            if (data9 && typeof data9 == 'object' && !Array.isArray(data9)) {
                              let missing5;
                              if (data9.crosvm === undefined && (missing5 = 'crosvm')) {
                                const err9 = {};
                                if (vErrors === null) {
                                  vErrors = [err9];
                                } else {
                                  vErrors.push(err9);
                                }
                                errors++;
                              }
                            }
                            var _valid0 = _errs35 === errors;
                            if (_valid0 && valid8) {
                              valid8 = false;
                              passing0 = [passing0, 3];
                            } else {
                              if (_valid0) {
                                valid8 = true;
                                passing0 = 3;
                              }
                              const _errs36 = errors;
                              if (data9 && typeof data9 == 'object' && !Array.isArray(data9)) {
                                let missing6;
                                if (data9.kvmtool === undefined && (missing6 = 'kvmtool')) {
                                  const err10 = {};
                                  if (vErrors === null) {
                                    vErrors = [err10];
                                  } else {
                                    vErrors.push(err10);
                                  }
                                  errors++;
                                }
                              }
                              var _valid0 = _errs36 === errors;
                              if (_valid0 && valid8) {
                                valid8 = false;
                                passing0 = [passing0, 4];
                              } else {
                                if (_valid0) {
                                  valid8 = true;
                                  passing0 = 4;
                                }
                                const _errs37 = errors;
                                if (data9 && typeof data9 == 'object' && !Array.isArray(data9)) {
                                  let missing7;
                                  if (data9.stratovirt === undefined && (missing7 = 'stratovirt')) {
                                    const err11 = {};
                                    if (vErrors === null) {
                                      vErrors = [err11];
                                    } else {
                                      vErrors.push(err11);
                                    }
                                    errors++;
                                  }
                                }
                                var _valid0 = _errs37 === errors;
                                if (_valid0 && valid8) {
                                  valid8 = false;
                                  passing0 = [passing0, 5];
                                } else {
                                  if (_valid0) {
                                    valid8 = true;
                                    passing0 = 5;
                                  }
                                  const _errs38 = errors;
                                  if (data9 && typeof data9 == 'object' && !Array.isArray(data9)) {
                                    let missing8;
                                    if (data9.alioth === undefined && (missing8 = 'alioth')) {
                                      const err12 = {};
                                      if (vErrors === null) {
                                        vErrors = [err12];
                                      } else {
                                        vErrors.push(err12);
                                      }
                                      errors++;
                                    }
                                  }
                                  var _valid0 = _errs38 === errors;
                                  if (_valid0 && valid8) {
                                    valid8 = false;
                                    passing0 = [passing0, 6];
                                  } else {
                                    if (_valid0) {
                                      valid8 = true;
                                      passing0 = 6;
                                    }
                                    const _errs39 = errors;
                                    if (data9 && typeof data9 == 'object' && !Array.isArray(data9)) {
                                      let missing9;
                                      if (data9.runner === undefined && (missing9 = 'runner')) {
                                        const err13 = {};
                                        if (vErrors === null) {
                                          vErrors = [err13];
                                        } else {
                                          vErrors.push(err13);
                                        }
                                        errors++;
                                      }
                                    }
                                    var _valid0 = _errs39 === errors;
                                    if (_valid0 && valid8) {
                                      valid8 = false;
                                      passing0 = [passing0, 7];
                                    } else {
                                      if (_valid0) {
                                        valid8 = true;
                                        passing0 = 7;
                                      }
                                    }
                                  }
                                }
                              }
                            }
                          }
                        }
                        if (!valid8) {
                          const err14 = {};
                          if (vErrors === null) {
                            vErrors = [err14];
                          } else {
                            vErrors.push(err14);
                          }
                          errors++;
                          validate13.errors = vErrors;
                          return false;
                        } else {
                          errors = _errs31;
                          if (vErrors !== null) {
                            if (_errs31) {
                              vErrors.length = _errs31;
                            } else {
                              vErrors = null;
                            }
                          }
                        }
                        if (errors === _errs29) {
                          if (data9 && typeof data9 == 'object' && !Array.isArray(data9)) {
                            const _errs40 = errors;
                            for (const key7 in data9) {
                              if (!(
                                key7 === 'qemu' ||
                                key7 === 'cloudHypervisor' ||
                                key7 === 'firecracker' ||
                                key7 === 'crosvm' ||
                                key7 === 'kvmtool' ||
                                key7 === 'stratovirt' ||
                                key7 === 'alioth' ||
                                key7 === 'runner'
                              )) {
                                validate13.errors = [{}];
                                return false;
                                break;
                              }
                            }
                            if (_errs40 === errors) {
                              if (data9.qemu !== undefined) {
                                let data10 = data9.qemu;
                                const _errs41 = errors;
                                if (errors === _errs41) {
                                  if (data10 && typeof data10 == 'object' && !Array.isArray(data10)) {
                                    const _errs43 = errors;
                                    for (const key8 in data10) {
                                      if (!(
                                        key8 === 'machine' ||
                                        key8 === 'accelerator' ||
                                        key8 === 'cpuModel' ||
                                        key8 === 'extraArgs'
                                      )) {
                                        validate13.errors = [{}];
                                        return false;
                                        break;
                                      }
                                    }
                                    if (_errs43 === errors) {
                                      if (data10.machine !== undefined) {
                                        let data11 = data10.machine;
                                        const _errs44 = errors;
                                        if (typeof data11 !== 'string') {
                                          validate13.errors = [{}];
                                          return false;
                                        }
                                        if (!(
                                          data11 === 'q35' ||
                                          data11 === 'pc' ||
                                          data11 === 'microvm' ||
                                          data11 === 'virt'
                                        )) {
                                          validate13.errors = [{}];
                                          return false;
                                        }
                                        var valid10 = _errs44 === errors;
                                      } else {
                                        var valid10 = true;
                                      }
                                      if (valid10) {
                                        if (data10.accelerator !== undefined) {
                                          let data12 = data10.accelerator;
                                          const _errs46 = errors;
                                          if (typeof data12 !== 'string') {
                                            validate13.errors = [{}];
                                            return false;
                                          }
                                          if (!(data12 === 'auto' || data12 === 'kvm' || data12 === 'tcg')) {
                                            validate13.errors = [{}];
                                            return false;
                                          }
                                          var valid10 = _errs46 === errors;
                                        } else {
                                          var valid10 = true;
                                        }
                                        if (valid10) {
                                          if (data10.cpuModel !== undefined) {
                                            let data13 = data10.cpuModel;
                                            const _errs48 = errors;
                                            if (errors === _errs48) {
                                              if (typeof data13 === 'string') {
                                                if (func2(data13) > 256) {
                                                  validate13.errors = [{}];
                                                  return false;
                                                } else {
                                                  if (!pattern22.test(data13)) {
                                                    validate13.errors = [{}];
                                                    return false;
                                                  }
                                                }
                                              } else {
                                                validate13.errors = [{}];
                                                return false;
                                              }
                                            }
                                            var valid10 = _errs48 === errors;
                                          } else {
                                            var valid10 = true;
                                          }
                                          if (valid10) {
                                            if (data10.extraArgs !== undefined) {
                                              let data14 = data10.extraArgs;
                                              const _errs50 = errors;
                                              if (errors === _errs50) {
                                                if (Array.isArray(data14)) {
                                                  if (data14.length > 64) {
                                                    validate13.errors = [{}];
                                                    return false;
                                                  } else {
                                                    var valid11 = true;
                                                    const len0 = data14.length;
                                                    for (let i0 = 0; i0 < len0; i0++) {
                                                      let data15 = data14[i0];
                                                      const _errs52 = errors;
                                                      if (errors === _errs52) {
                                                        if (typeof data15 === 'string') {
                                                          if (func2(data15) > 4096) {
                                                            validate13.errors = [{}];
                                                            return false;
                                                          } else {
                                                            if (func2(data15) < 1) {
                                                              validate13.errors = [{}];
                                                              return false;
                                                            } else {
                                                              if (!pattern23.test(data15)) {
                                                                validate13.errors = [{}];
                                                                return false;
                                                              }
                                                            }
                                                          }
                                                        } else {
                                                          validate13.errors = [{}];
                                                          return false;
                                                        }
                                                      }
                                                      var valid11 = _errs52 === errors;
                                                      if (!valid11) {
                                                        break;
                                                      }
                                                    }
                                                    if (valid11) {
                                                      if (func8(data14, 'atomic').length > 0) {
                                                        validate13.errors = [{}];
                                                        return false;
                                                      }
                                                    }
                                                  }
                                                } else {
                                                  validate13.errors = [{}];
                                                  return false;
                                                }
                                              }
                                              var valid10 = _errs50 === errors;
                                            } else {
                                              var valid10 = true;
                                            }
                                          }
                                        }
                                      }
                                    }
                                  } else {
                                    validate13.errors = [{}];
                                    return false;
                                  }
                                }
                                var valid9 = _errs41 === errors;
                              } else {
                                var valid9 = true;
                              }
                              if (valid9) {
                                if (data9.cloudHypervisor !== undefined) {
                                  let data16 = data9.cloudHypervisor;
                                  const _errs54 = errors;
                                  if (errors === _errs54) {
                                    if (data16 && typeof data16 == 'object' && !Array.isArray(data16)) {
                                      for (const key9 in data16) {
                                        validate13.errors = [{}];
                                        return false;
                                        break;
                                      }
                                    } else {
                                      validate13.errors = [{}];
                                      return false;
                                    }
                                  }
                                  var valid9 = _errs54 === errors;
                                } else {
                                  var valid9 = true;
                                }
                                if (valid9) {
                                  if (data9.firecracker !== undefined) {
                                    let data17 = data9.firecracker;
                                    const _errs57 = errors;
                                    if (errors === _errs57) {
                                      if (data17 && typeof data17 == 'object' && !Array.isArray(data17)) {
                                        for (const key10 in data17) {
                                          validate13.errors = [{}];
                                          return false;
                                          break;
                                        }
                                      } else {
                                        validate13.errors = [{}];
                                        return false;
                                      }
                                    }
                                    var valid9 = _errs57 === errors;
                                  } else {
                                    var valid9 = true;
                                  }
                                  if (valid9) {
                                    if (data9.crosvm !== undefined) {
                                      let data18 = data9.crosvm;
                                      const _errs60 = errors;
                                      if (errors === _errs60) {
                                        if (data18 && typeof data18 == 'object' && !Array.isArray(data18)) {
                                          for (const key11 in data18) {
                                            validate13.errors = [{}];
                                            return false;
                                            break;
                                          }
                                        } else {
                                          validate13.errors = [{}];
                                          return false;
                                        }
                                      }
                                      var valid9 = _errs60 === errors;
                                    } else {
                                      var valid9 = true;
                                    }
                                    if (valid9) {
                                      if (data9.kvmtool !== undefined) {
                                        let data19 = data9.kvmtool;
                                        const _errs63 = errors;
                                        if (errors === _errs63) {
                                          if (data19 && typeof data19 == 'object' && !Array.isArray(data19)) {
                                            for (const key12 in data19) {
                                              validate13.errors = [{}];
                                              return false;
                                              break;
                                            }
                                          } else {
                                            validate13.errors = [{}];
                                            return false;
                                          }
                                        }
                                        var valid9 = _errs63 === errors;
                                      } else {
                                        var valid9 = true;
                                      }
                                      if (valid9) {
                                        if (data9.stratovirt !== undefined) {
                                          let data20 = data9.stratovirt;
                                          const _errs66 = errors;
                                          if (errors === _errs66) {
                                            if (
                                              data20 &&
                                              typeof data20 == 'object' &&
                                              !Array.isArray(data20)
                                            ) {
                                              for (const key13 in data20) {
                                                validate13.errors = [{}];
                                                return false;
                                                break;
                                              }
                                            } else {
                                              validate13.errors = [{}];
                                              return false;
                                            }
                                          }
                                          var valid9 = _errs66 === errors;
                                        } else {
                                          var valid9 = true;
                                        }
                                        if (valid9) {
                                          if (data9.alioth !== undefined) {
                                            let data21 = data9.alioth;
                                            const _errs69 = errors;
                                            if (errors === _errs69) {
                                              if (
                                                data21 &&
                                                typeof data21 == 'object' &&
                                                !Array.isArray(data21)
                                              ) {
                                                for (const key14 in data21) {
                                                  validate13.errors = [{}];
                                                  return false;
                                                  break;
                                                }
                                              } else {
                                                validate13.errors = [{}];
                                                return false;
                                              }
                                            }
                                            var valid9 = _errs69 === errors;
                                          } else {
                                            var valid9 = true;
                                          }
                                          if (valid9) {
                                            if (data9.runner !== undefined) {
                                              let data22 = data9.runner;
                                              const _errs72 = errors;
                                              if (errors === _errs72) {
                                                if (
                                                  data22 &&
                                                  typeof data22 == 'object' &&
                                                  !Array.isArray(data22)
                                                ) {
                                                  for (const key15 in data22) {
                                                    validate13.errors = [{}];
                                                    return false;
                                                    break;
                                                  }
                                                } else {
                                                  validate13.errors = [{}];
                                                  return false;
                                                }
                                              }
                                              var valid9 = _errs72 === errors;
                                            } else {
                                              var valid9 = true;
                                            }
                                          }
                                        }
                                      }
                                    }
                                  }
                                }
                              }
                            }
                          } else {
                            validate13.errors = [{}];
                            return false;
                          }
                        }
                        var valid7 = _errs29 === errors;
                      } else {
                        var valid7 = true;
                      }
                      if (valid7) {
                        if (data7.cpu !== undefined) {
                          let data23 = data7.cpu;
                          const _errs75 = errors;
                          if (errors === _errs75) {
                            if (data23 && typeof data23 == 'object' && !Array.isArray(data23)) {
                              const _errs77 = errors;
                              for (const key16 in data23) {
                                if (!(key16 === 'count')) {
                                  validate13.errors = [{}];
                                  return false;
                                  break;
                                }
                              }
                              if (_errs77 === errors) {
                                if (data23.count !== undefined) {
                                  let data24 = data23.count;
                                  const _errs78 = errors;
                                  if (!(
                                    typeof data24 == 'number' &&
                                    !(data24 % 1) &&
                                    !isNaN(data24) &&
                                    isFinite(data24)
                                  )) {
                                    validate13.errors = [{}];
                                    return false;
                                  }
                                  if (errors === _errs78) {
                                    if (typeof data24 == 'number' && isFinite(data24)) {
                                      if (data24 > 64 || isNaN(data24)) {
                                        validate13.errors = [{}];
                                        return false;
                                      } else {
                                        if (data24 < 1 || isNaN(data24)) {
                                          validate13.errors = [{}];
                                          return false;
                                        }
                                      }
                                    }
                                  }
                                }
                              }
                            } else {
                              validate13.errors = [{}];
                              return false;
                            }
                          }
                          var valid7 = _errs75 === errors;
                        } else {
                          var valid7 = true;
                        }
                        if (valid7) {
                          if (data7.memory !== undefined) {
                            let data25 = data7.memory;
                            const _errs80 = errors;
                            if (errors === _errs80) {
                              if (data25 && typeof data25 == 'object' && !Array.isArray(data25)) {
                                const _errs82 = errors;
                                for (const key17 in data25) {
                                  if (!(key17 === 'size' || key17 === 'balloon')) {
                                    validate13.errors = [{}];
                                    return false;
                                    break;
                                  }
                                }
                                if (_errs82 === errors) {
                                  if (data25.size !== undefined) {
                                    let data26 = data25.size;
                                    const _errs83 = errors;
                                    if (errors === _errs83) {
                                      if (typeof data26 === 'string') {
                                        if (func2(data26) > 24) {
                                          validate13.errors = [{}];
                                          return false;
                                        } else {
                                          if (!pattern24.test(data26)) {
                                            validate13.errors = [{}];
                                            return false;
                                          }
                                        }
                                      } else {
                                        validate13.errors = [{}];
                                        return false;
                                      }
                                    }
                                    var valid13 = _errs83 === errors;
                                  } else {
                                    var valid13 = true;
                                  }
                                  if (valid13) {
                                    if (data25.balloon !== undefined) {
                                      let data27 = data25.balloon;
                                      const _errs85 = errors;
                                      if (errors === _errs85) {
                                        if (data27 && typeof data27 == 'object' && !Array.isArray(data27)) {
                                          for (const key18 in data27) {
                                            validate13.errors = [{}];
                                            return false;
                                            break;
                                          }
                                        } else {
                                          validate13.errors = [{}];
                                          return false;
                                        }
                                      }
                                      var valid13 = _errs85 === errors;
                                    } else {
                                      var valid13 = true;
                                    }
                                  }
                                }
                              } else {
                                validate13.errors = [{}];
                                return false;
                              }
                            }
                            var valid7 = _errs80 === errors;
                          } else {
                            var valid7 = true;
                          }
                          if (valid7) {
                            if (data7.boot !== undefined) {
                              let data28 = data7.boot;
                              const _errs88 = errors;
                              const _errs90 = errors;
                              let valid14 = false;
                              let passing1 = null;
                              const _errs91 = errors;
                              if (data28 && typeof data28 == 'object' && !Array.isArray(data28)) {
                                let missing10;
                                if (data28.kernel === undefined && (missing10 = 'kernel')) {
                                  const err15 = {};
                                  if (vErrors === null) {
                                    vErrors = [err15];
                                  } else {
                                    vErrors.push(err15);
                                  }
                                  errors++;
                                }
                              }
                              var _valid1 = _errs91 === errors;
                              if (_valid1) {
                                valid14 = true;
                                passing1 = 0;
                              }
                              const _errs92 = errors;
                              if (data28 && typeof data28 == 'object' && !Array.isArray(data28)) {
                                let missing11;
                                if (data28.firmware === undefined && (missing11 = 'firmware')) {
                                  const err16 = {};
                                  if (vErrors === null) {
                                    vErrors = [err16];
                                  } else {
                                    vErrors.push(err16);
                                  }
                                  errors++;
                                }
                              }
                              var _valid1 = _errs92 === errors;
                              if (_valid1 && valid14) {
                                valid14 = false;
                                passing1 = [passing1, 1];
                              } else {
                                if (_valid1) {
                                  valid14 = true;
                                  passing1 = 1;
                                }
                              }
                              if (!valid14) {
                                const err17 = {};
                                if (vErrors === null) {
                                  vErrors = [err17];
                                } else {
                                  vErrors.push(err17);
                                }
                                errors++;
                                validate13.errors = vErrors;
                                return false;
                              } else {
                                errors = _errs90;
                                if (vErrors !== null) {
                                  if (_errs90) {
                                    vErrors.length = _errs90;
                                  } else {
                                    vErrors = null;
                                  }
                                }
                              }
                              if (errors === _errs88) {
                                if (data28 && typeof data28 == 'object' && !Array.isArray(data28)) {
                                  const _errs93 = errors;
                                  for (const key19 in data28) {
                                    if (!(
                                      key19 === 'kernel' ||
                                      key19 === 'firmware' ||
                                      key19 === 'cmdline'
                                    )) {
                                      validate13.errors = [{}];
                                      return false;
                                      break;
                                    }
                                  }
                                  if (_errs93 === errors) {
                                    if (data28.kernel !== undefined) {
                                      let data29 = data28.kernel;
                                      const _errs94 = errors;
                                      if (errors === _errs94) {
                                        if (data29 && typeof data29 == 'object' && !Array.isArray(data29)) {
                                          let missing12;
                                          if (data29.image === undefined && (missing12 = 'image')) {
                                            validate13.errors = [{}];
                                            return false;
                                          } else {
                                            const _errs96 = errors;
                                            for (const key20 in data29) {
                                              if (!(key20 === 'image' || key20 === 'initrd')) {
                                                validate13.errors = [{}];
                                                return false;
                                                break;
                                              }
                                            }
                                            if (_errs96 === errors) {
                                              if (data29.image !== undefined) {
                                                let data30 = data29.image;
                                                const _errs97 = errors;
                                                if (errors === _errs97) {
                                                  if (typeof data30 === 'string') {
                                                    if (func2(data30) > 40) {
                                                      validate13.errors = [{}];
                                                      return false;
                                                    } else {
                                                      if (!pattern0.test(data30)) {
                                                        validate13.errors = [{}];
                                                        return false;
                                                      }
                                                    }
                                                  } else {
                                                    validate13.errors = [{}];
                                                    return false;
                                                  }
                                                }
                                                var valid16 = _errs97 === errors;
                                              } else {
                                                var valid16 = true;
                                              }
                                              if (valid16) {
                                                if (data29.initrd !== undefined) {
                                                  let data31 = data29.initrd;
                                                  const _errs99 = errors;
                                                  if (errors === _errs99) {
                                                    if (typeof data31 === 'string') {
                                                      if (func2(data31) > 40) {
                                                        validate13.errors = [{}];
                                                        return false;
                                                      } else {
                                                        if (!pattern0.test(data31)) {
                                                          validate13.errors = [{}];
                                                          return false;
                                                        }
                                                      }
                                                    } else {
                                                      validate13.errors = [{}];
                                                      return false;
                                                    }
                                                  }
                                                  var valid16 = _errs99 === errors;
                                                } else {
                                                  var valid16 = true;
                                                }
                                              }
                                            }
                                          }
                                        } else {
                                          validate13.errors = [{}];
                                          return false;
                                        }
                                      }
                                      var valid15 = _errs94 === errors;
                                    } else {
                                      var valid15 = true;
                                    }
                                    if (valid15) {
                                      if (data28.firmware !== undefined) {
                                        let data32 = data28.firmware;
                                        const _errs101 = errors;
                                        if (typeof data32 !== 'string') {
                                          validate13.errors = [{}];
                                          return false;
                                        }
                                        if (!(data32 === 'bios' || data32 === 'uefi')) {
                                          validate13.errors = [{}];
                                          return false;
                                        }
                                        var valid15 = _errs101 === errors;
                                      } else {
                                        var valid15 = true;
                                      }
                                      if (valid15) {
                                        if (data28.cmdline !== undefined) {
                                          let data33 = data28.cmdline;
                                          const _errs103 = errors;
                                          if (errors === _errs103) {
                                            if (Array.isArray(data33)) {
                                              if (data33.length > 128) {
                                                validate13.errors = [{}];
                                                return false;
                                              } else {
                                                var valid17 = true;
                                                const len1 = data33.length;
                                                for (let i1 = 0; i1 < len1; i1++) {
                                                  let data34 = data33[i1];
                                                  const _errs105 = errors;
                                                  if (errors === _errs105) {
                                                    if (typeof data34 === 'string') {
                                                      if (func2(data34) > 1024) {
                                                        validate13.errors = [{}];
                                                        return false;
                                                      } else {
                                                        if (func2(data34) < 1) {
                                                          validate13.errors = [{}];
                                                          return false;
                                                        } else {
                                                          if (!pattern27.test(data34)) {
                                                            validate13.errors = [{}];
                                                            return false;
                                                          }
                                                        }
                                                      }
                                                    } else {
                                                      validate13.errors = [{}];
                                                      return false;
                                                    }
                                                  }
                                                  var valid17 = _errs105 === errors;
                                                  if (!valid17) {
                                                    break;
                                                  }
                                                }
                                                if (valid17) {
                                                  if (func8(data33, 'atomic').length > 0) {
                                                    validate13.errors = [{}];
                                                    return false;
                                                  }
                                                }
                                              }
                                            } else {
                                              validate13.errors = [{}];
                                              return false;
                                            }
                                          }
                                          var valid15 = _errs103 === errors;
                                        } else {
                                          var valid15 = true;
                                        }
                                      }
                                    }
                                  }
                                } else {
                                  validate13.errors = [{}];
                                  return false;
                                }
                              }
                              var valid7 = _errs88 === errors;
                            } else {
                              var valid7 = true;
                            }
                            if (valid7) {
                              if (data7.guestAgent !== undefined) {
                                let data35 = data7.guestAgent;
                                const _errs107 = errors;
                                if (errors === _errs107) {
                                  if (data35 && typeof data35 == 'object' && !Array.isArray(data35)) {
                                    let missing13;
                                    if (data35.enabled === undefined && (missing13 = 'enabled')) {
                                      validate13.errors = [{}];
                                      return false;
                                    } else {
                                      const _errs109 = errors;
                                      for (const key21 in data35) {
                                        if (!(key21 === 'enabled')) {
                                          validate13.errors = [{}];
                                          return false;
                                          break;
                                        }
                                      }
                                      if (_errs109 === errors) {
                                        if (data35.enabled !== undefined) {
                                          if (typeof data35.enabled !== 'boolean') {
                                            validate13.errors = [{}];
                                            return false;
                                          }
                                        }
                                      }
                                    }
                                  } else {
                                    validate13.errors = [{}];
                                    return false;
                                  }
                                }
                                var valid7 = _errs107 === errors;
                              } else {
                                var valid7 = true;
                              }
                              if (valid7) {
                                if (data7.readiness !== undefined) {
                                  let data37 = data7.readiness;
                                  const _errs112 = errors;
                                  const _errs114 = errors;
                                  let valid19 = false;
                                  let passing2 = null;
                                  const _errs115 = errors;
                                  if (data37 && typeof data37 == 'object' && !Array.isArray(data37)) {
                                    let missing14;
                                    if (data37.running === undefined && (missing14 = 'running')) {
                                      const err18 = {};
                                      if (vErrors === null) {
                                        vErrors = [err18];
                                      } else {
                                        vErrors.push(err18);
                                      }
                                      errors++;
                                    }
                                  }
                                  var _valid2 = _errs115 === errors;
                                  if (_valid2) {
                                    valid19 = true;
                                    passing2 = 0;
                                  }
                                  const _errs116 = errors;
                                  if (data37 && typeof data37 == 'object' && !Array.isArray(data37)) {
                                    let missing15;
                                    if (data37.console === undefined && (missing15 = 'console')) {
                                      const err19 = {};
                                      if (vErrors === null) {
                                        vErrors = [err19];
                                      } else {
                                        vErrors.push(err19);
                                      }
                                      errors++;
                                    }
                                  }
                                  var _valid2 = _errs116 === errors;
                                  if (_valid2 && valid19) {
                                    valid19 = false;
                                    passing2 = [passing2, 1];
                                  } else {
                                    if (_valid2) {
                                      valid19 = true;
                                      passing2 = 1;
                                    }
                                    const _errs117 = errors;
                                    if (data37 && typeof data37 == 'object' && !Array.isArray(data37)) {
                                      let missing16;
                                      if (data37.guestAgent === undefined && (missing16 = 'guestAgent')) {
                                        const err20 = {};
                                        if (vErrors === null) {
                                          vErrors = [err20];
                                        } else {
                                          vErrors.push(err20);
                                        }
                                        errors++;
                                      }
                                    }
                                    var _valid2 = _errs117 === errors;
                                    if (_valid2 && valid19) {
                                      valid19 = false;
                                      passing2 = [passing2, 2];
                                    } else {
                                      if (_valid2) {
                                        valid19 = true;
                                        passing2 = 2;
                                      }
                                    }
                                  }
                                  if (!valid19) {
                                    const err21 = {};
                                    if (vErrors === null) {
                                      vErrors = [err21];
                                    } else {
                                      vErrors.push(err21);
                                    }
                                    errors++;
                                    validate13.errors = vErrors;
                                    return false;
                                  } else {
                                    errors = _errs114;
                                    if (vErrors !== null) {
                                      if (_errs114) {
                                        vErrors.length = _errs114;
                                      } else {
                                        vErrors = null;
                                      }
                                    }
                                  }
                                  if (errors === _errs112) {
                                    if (data37 && typeof data37 == 'object' && !Array.isArray(data37)) {
                                      const _errs118 = errors;
                                      for (const key22 in data37) {
                                        if (!(
                                          key22 === 'running' ||
                                          key22 === 'console' ||
                                          key22 === 'guestAgent' ||
                                          key22 === 'timeout'
                                        )) {
                                          validate13.errors = [{}];
                                          return false;
                                          break;
                                        }
                                      }
                                      if (_errs118 === errors) {
                                        if (data37.running !== undefined) {
                                          let data38 = data37.running;
                                          const _errs119 = errors;
                                          if (errors === _errs119) {
                                            if (
                                              data38 &&
                                              typeof data38 == 'object' &&
                                              !Array.isArray(data38)
                                            ) {
                                              for (const key23 in data38) {
                                                validate13.errors = [{}];
                                                return false;
                                                break;
                                              }
                                            } else {
                                              validate13.errors = [{}];
                                              return false;
                                            }
                                          }
                                          var valid20 = _errs119 === errors;
                                        } else {
                                          var valid20 = true;
                                        }
                                        if (valid20) {
                                          if (data37.console !== undefined) {
                                            let data39 = data37.console;
                                            const _errs122 = errors;
                                            if (errors === _errs122) {
                                              if (
                                                data39 &&
                                                typeof data39 == 'object' &&
                                                !Array.isArray(data39)
                                              ) {
                                                let missing17;
                                                if (
                                                  data39.contains === undefined &&
                                                  (missing17 = 'contains')
                                                ) {
                                                  validate13.errors = [{}];
                                                  return false;
                                                } else {
                                                  const _errs124 = errors;
                                                  for (const key24 in data39) {
                                                    if (!(key24 === 'contains')) {
                                                      validate13.errors = [{}];
                                                      return false;
                                                      break;
                                                    }
                                                  }
                                                  if (_errs124 === errors) {
                                                    if (data39.contains !== undefined) {
                                                      let data40 = data39.contains;
                                                      const _errs125 = errors;
                                                      if (errors === _errs125) {
                                                        if (typeof data40 === 'string') {
                                                          if (func2(data40) > 256) {
                                                            validate13.errors = [{}];
                                                            return false;
                                                          } else {
                                                            if (func2(data40) < 1) {
                                                              validate13.errors = [{}];
                                                              return false;
                                                            } else {
                                                              if (!pattern23.test(data40)) {
                                                                validate13.errors = [{}];
                                                                return false;
                                                              }
                                                            }
                                                          }
                                                        } else {
                                                          validate13.errors = [{}];
                                                          return false;
                                                        }
                                                      }
                                                    }
                                                  }
                                                }
                                              } else {
                                                validate13.errors = [{}];
                                                return false;
                                              }
                                            }
                                            var valid20 = _errs122 === errors;
                                          } else {
                                            var valid20 = true;
                                          }
                                          if (valid20) {
                                            if (data37.guestAgent !== undefined) {
                                              let data41 = data37.guestAgent;
                                              const _errs127 = errors;
                                              if (errors === _errs127) {
                                                if (
                                                  data41 &&
                                                  typeof data41 == 'object' &&
                                                  !Array.isArray(data41)
                                                ) {
                                                  for (const key25 in data41) {
                                                    validate13.errors = [{}];
                                                    return false;
                                                    break;
                                                  }
                                                } else {
                                                  validate13.errors = [{}];
                                                  return false;
                                                }
                                              }
                                              var valid20 = _errs127 === errors;
                                            } else {
                                              var valid20 = true;
                                            }
                                            if (valid20) {
                                              if (data37.timeout !== undefined) {
                                                let data42 = data37.timeout;
                                                const _errs130 = errors;
                                                if (errors === _errs130) {
                                                  if (typeof data42 === 'string') {
                                                    if (func2(data42) > 32) {
                                                      validate13.errors = [{}];
                                                      return false;
                                                    } else {
                                                      if (!pattern45.test(data42)) {
                                                        validate13.errors = [{}];
                                                        return false;
                                                      }
                                                    }
                                                  } else {
                                                    validate13.errors = [{}];
                                                    return false;
                                                  }
                                                }
                                                var valid20 = _errs130 === errors;
                                              } else {
                                                var valid20 = true;
                                              }
                                            }
                                          }
                                        }
                                      }
                                    } else {
                                      validate13.errors = [{}];
                                      return false;
                                    }
                                  }
                                  var valid7 = _errs112 === errors;
                                } else {
                                  var valid7 = true;
                                }
                                if (valid7) {
                                  if (data7.preStart !== undefined) {
                                    let data43 = data7.preStart;
                                    const _errs132 = errors;
                                    if (errors === _errs132) {
                                      if (Array.isArray(data43)) {
                                        if (data43.length > 16) {
                                          validate13.errors = [{}];
                                          return false;
                                        } else {
                                          var valid22 = true;
                                          const len2 = data43.length;
                                          for (let i2 = 0; i2 < len2; i2++) {
                                            let data44 = data43[i2];
                                            const _errs134 = errors;
                                            if (errors === _errs134) {
                                              if (
                                                data44 &&
                                                typeof data44 == 'object' &&
                                                !Array.isArray(data44)
                                              ) {
                                                let missing18;
                                                if (data44.command === undefined && (missing18 = 'command')) {
                                                  validate13.errors = [{}];
                                                  return false;
                                                } else {
                                                  const _errs136 = errors;
                                                  for (const key26 in data44) {
                                                    if (!(key26 === 'command' || key26 === 'timeout')) {
                                                      validate13.errors = [{}];
                                                      return false;
                                                      break;
                                                    }
                                                  }
                                                  if (_errs136 === errors) {
                                                    if (data44.command !== undefined) {
                                                      let data45 = data44.command;
                                                      const _errs137 = errors;
                                                      if (errors === _errs137) {
                                                        if (Array.isArray(data45)) {
                                                          if (data45.length > 64) {
                                                            validate13.errors = [{}];
                                                            return false;
                                                          } else {
                                                            if (data45.length < 1) {
                                                              validate13.errors = [{}];
                                                              return false;
                                                            } else {
                                                              var valid24 = true;
                                                              const len3 = data45.length;
                                                              for (let i3 = 0; i3 < len3; i3++) {
                                                                let data46 = data45[i3];
                                                                const _errs139 = errors;
                                                                if (errors === _errs139) {
                                                                  if (typeof data46 === 'string') {
                                                                    if (func2(data46) > 4096) {
                                                                      validate13.errors = [{}];
                                                                      return false;
                                                                    } else {
                                                                      if (!pattern47.test(data46)) {
                                                                        validate13.errors = [{}];
                                                                        return false;
                                                                      }
                                                                    }
                                                                  } else {
                                                                    validate13.errors = [{}];
                                                                    return false;
                                                                  }
                                                                }
                                                                var valid24 = _errs139 === errors;
                                                                if (!valid24) {
                                                                  break;
                                                                }
                                                              }
                                                              if (valid24) {
                                                                if (func8(data45, 'atomic').length > 0) {
                                                                  validate13.errors = [{}];
                                                                  return false;
                                                                }
                                                              }
                                                            }
                                                          }
                                                        } else {
                                                          validate13.errors = [{}];
                                                          return false;
                                                        }
                                                      }
                                                      var valid23 = _errs137 === errors;
                                                    } else {
                                                      var valid23 = true;
                                                    }
                                                    if (valid23) {
                                                      if (data44.timeout !== undefined) {
                                                        let data47 = data44.timeout;
                                                        const _errs141 = errors;
                                                        if (errors === _errs141) {
                                                          if (typeof data47 === 'string') {
                                                            if (func2(data47) > 32) {
                                                              validate13.errors = [{}];
                                                              return false;
                                                            } else {
                                                              if (!pattern45.test(data47)) {
                                                                validate13.errors = [{}];
                                                                return false;
                                                              }
                                                            }
                                                          } else {
                                                            validate13.errors = [{}];
                                                            return false;
                                                          }
                                                        }
                                                        var valid23 = _errs141 === errors;
                                                      } else {
                                                        var valid23 = true;
                                                      }
                                                    }
                                                  }
                                                }
                                              } else {
                                                validate13.errors = [{}];
                                                return false;
                                              }
                                            }
                                            var valid22 = _errs134 === errors;
                                            if (!valid22) {
                                              break;
                                            }
                                          }
                                          if (valid22) {
                                            if (func8(data43, 'atomic').length > 0) {
                                              validate13.errors = [{}];
                                              return false;
                                            }
                                          }
                                        }
                                      } else {
                                        validate13.errors = [{}];
                                        return false;
                                      }
                                    }
                                    var valid7 = _errs132 === errors;
                                  } else {
                                    var valid7 = true;
                                  }
                                  if (valid7) {
                                    if (data7.shutdown !== undefined) {
                                      let data48 = data7.shutdown;
                                      const _errs143 = errors;
                                      if (errors === _errs143) {
                                        if (data48 && typeof data48 == 'object' && !Array.isArray(data48)) {
                                          const _errs145 = errors;
                                          for (const key27 in data48) {
                                            if (!(key27 === 'timeout' || key27 === 'method')) {
                                              validate13.errors = [{}];
                                              return false;
                                              break;
                                            }
                                          }
                                          if (_errs145 === errors) {
                                            if (data48.timeout !== undefined) {
                                              let data49 = data48.timeout;
                                              const _errs146 = errors;
                                              if (errors === _errs146) {
                                                if (typeof data49 === 'string') {
                                                  if (func2(data49) > 32) {
                                                    validate13.errors = [{}];
                                                    return false;
                                                  } else {
                                                    if (!pattern45.test(data49)) {
                                                      validate13.errors = [{}];
                                                      return false;
                                                    }
                                                  }
                                                } else {
                                                  validate13.errors = [{}];
                                                  return false;
                                                }
                                              }
                                              var valid25 = _errs146 === errors;
                                            } else {
                                              var valid25 = true;
                                            }
                                            if (valid25) {
                                              if (data48.method !== undefined) {
                                                let data50 = data48.method;
                                                const _errs148 = errors;
                                                if (typeof data50 !== 'string') {
                                                  validate13.errors = [{}];
                                                  return false;
                                                }
                                                if (!(
                                                  data50 === 'Powerdown' ||
                                                  data50 === 'CtrlAltDel' ||
                                                  data50 === 'Quit' ||
                                                  data50 === 'Kill'
                                                )) {
                                                  validate13.errors = [{}];
                                                  return false;
                                                }
                                                var valid25 = _errs148 === errors;
                                              } else {
                                                var valid25 = true;
                                              }
                                            }
                                          }
                                        } else {
                                          validate13.errors = [{}];
                                          return false;
                                        }
                                      }
                                      var valid7 = _errs143 === errors;
                                    } else {
                                      var valid7 = true;
                                    }
                                    if (valid7) {
                                      if (data7.update !== undefined) {
                                        let data51 = data7.update;
                                        const _errs150 = errors;
                                        if (errors === _errs150) {
                                          if (data51 && typeof data51 == 'object' && !Array.isArray(data51)) {
                                            const _errs152 = errors;
                                            for (const key28 in data51) {
                                              if (!(
                                                key28 === 'approval' ||
                                                key28 === 'when' ||
                                                key28 === 'window'
                                              )) {
                                                validate13.errors = [{}];
                                                return false;
                                                break;
                                              }
                                            }
                                            if (_errs152 === errors) {
                                              if (data51.approval !== undefined) {
                                                let data52 = data51.approval;
                                                const _errs153 = errors;
                                                if (typeof data52 !== 'string') {
                                                  validate13.errors = [{}];
                                                  return false;
                                                }
                                                if (!(data52 === 'Manual' || data52 === 'Automatic')) {
                                                  validate13.errors = [{}];
                                                  return false;
                                                }
                                                var valid26 = _errs153 === errors;
                                              } else {
                                                var valid26 = true;
                                              }
                                              if (valid26) {
                                                if (data51.when !== undefined) {
                                                  let data53 = data51.when;
                                                  const _errs155 = errors;
                                                  if (typeof data53 !== 'string') {
                                                    validate13.errors = [{}];
                                                    return false;
                                                  }
                                                  if (!(
                                                    data53 === 'Now' ||
                                                    data53 === 'NextBoot' ||
                                                    data53 === 'Window'
                                                  )) {
                                                    validate13.errors = [{}];
                                                    return false;
                                                  }
                                                  var valid26 = _errs155 === errors;
                                                } else {
                                                  var valid26 = true;
                                                }
                                                if (valid26) {
                                                  if (data51.window !== undefined) {
                                                    let data54 = data51.window;
                                                    const _errs157 = errors;
                                                    if (errors === _errs157) {
                                                      if (
                                                        data54 &&
                                                        typeof data54 == 'object' &&
                                                        !Array.isArray(data54)
                                                      ) {
                                                        let missing19;
                                                        if (
                                                          (data54.schedule === undefined &&
                                                            (missing19 = 'schedule')) ||
                                                          (data54.duration === undefined &&
                                                            (missing19 = 'duration'))
                                                        ) {
                                                          validate13.errors = [{}];
                                                          return false;
                                                        } else {
                                                          const _errs159 = errors;
                                                          for (const key29 in data54) {
                                                            if (!(
                                                              key29 === 'schedule' ||
                                                              key29 === 'duration' ||
                                                              key29 === 'timeZone'
                                                            )) {
                                                              validate13.errors = [{}];
                                                              return false;
                                                              break;
                                                            }
                                                          }
                                                          if (_errs159 === errors) {
                                                            if (data54.schedule !== undefined) {
                                                              let data55 = data54.schedule;
                                                              const _errs160 = errors;
                                                              if (errors === _errs160) {
                                                                if (typeof data55 === 'string') {
                                                                  if (func2(data55) > 120) {
                                                                    validate13.errors = [{}];
                                                                    return false;
                                                                  } else {
                                                                    if (!pattern50.test(data55)) {
                                                                      validate13.errors = [{}];
                                                                      return false;
                                                                    }
                                                                  }
                                                                } else {
                                                                  validate13.errors = [{}];
                                                                  return false;
                                                                }
                                                              }
                                                              var valid27 = _errs160 === errors;
                                                            } else {
                                                              var valid27 = true;
                                                            }
                                                            if (valid27) {
                                                              if (data54.duration !== undefined) {
                                                                let data56 = data54.duration;
                                                                const _errs162 = errors;
                                                                if (errors === _errs162) {
                                                                  if (typeof data56 === 'string') {
                                                                    if (func2(data56) > 24) {
                                                                      validate13.errors = [{}];
                                                                      return false;
                                                                    } else {
                                                                      if (!pattern45.test(data56)) {
                                                                        validate13.errors = [{}];
                                                                        return false;
                                                                      }
                                                                    }
                                                                  } else {
                                                                    validate13.errors = [{}];
                                                                    return false;
                                                                  }
                                                                }
                                                                var valid27 = _errs162 === errors;
                                                              } else {
                                                                var valid27 = true;
                                                              }
                                                              if (valid27) {
                                                                if (data54.timeZone !== undefined) {
                                                                  let data57 = data54.timeZone;
                                                                  const _errs164 = errors;
                                                                  if (errors === _errs164) {
                                                                    if (typeof data57 === 'string') {
                                                                      if (func2(data57) > 64) {
                                                                        validate13.errors = [{}];
                                                                        return false;
                                                                      } else {
                                                                        if (!pattern52.test(data57)) {
                                                                          validate13.errors = [{}];
                                                                          return false;
                                                                        }
                                                                      }
                                                                    } else {
                                                                      validate13.errors = [{}];
                                                                      return false;
                                                                    }
                                                                  }
                                                                  var valid27 = _errs164 === errors;
                                                                } else {
                                                                  var valid27 = true;
                                                                }
                                                              }
                                                            }
                                                          }
                                                        }
                                                      } else {
                                                        validate13.errors = [{}];
                                                        return false;
                                                      }
                                                    }
                                                    var valid26 = _errs157 === errors;
                                                  } else {
                                                    var valid26 = true;
                                                  }
                                                }
                                              }
                                            }
                                          } else {
                                            validate13.errors = [{}];
                                            return false;
                                          }
                                        }
                                        var valid7 = _errs150 === errors;
                                      } else {
                                        var valid7 = true;
                                      }
                                      if (valid7) {
                                        if (data7.deletion !== undefined) {
                                          let data58 = data7.deletion;
                                          const _errs166 = errors;
                                          if (errors === _errs166) {
                                            if (
                                              data58 &&
                                              typeof data58 == 'object' &&
                                              !Array.isArray(data58)
                                            ) {
                                              const _errs168 = errors;
                                              for (const key30 in data58) {
                                                if (!(
                                                  key30 === 'disks' ||
                                                  key30 === 'protect' ||
                                                  key30 === 'grace'
                                                )) {
                                                  validate13.errors = [{}];
                                                  return false;
                                                  break;
                                                }
                                              }
                                              if (_errs168 === errors) {
                                                if (data58.disks !== undefined) {
                                                  let data59 = data58.disks;
                                                  const _errs169 = errors;
                                                  if (typeof data59 !== 'string') {
                                                    validate13.errors = [{}];
                                                    return false;
                                                  }
                                                  if (!(data59 === 'Retain' || data59 === 'Delete')) {
                                                    validate13.errors = [{}];
                                                    return false;
                                                  }
                                                  var valid28 = _errs169 === errors;
                                                } else {
                                                  var valid28 = true;
                                                }
                                                if (valid28) {
                                                  if (data58.protect !== undefined) {
                                                    const _errs171 = errors;
                                                    if (typeof data58.protect !== 'boolean') {
                                                      validate13.errors = [{}];
                                                      return false;
                                                    }
                                                    var valid28 = _errs171 === errors;
                                                  } else {
                                                    var valid28 = true;
                                                  }
                                                  if (valid28) {
                                                    if (data58.grace !== undefined) {
                                                      let data61 = data58.grace;
                                                      const _errs173 = errors;
                                                      if (errors === _errs173) {
                                                        if (typeof data61 === 'string') {
                                                          if (func2(data61) > 32) {
                                                            validate13.errors = [{}];
                                                            return false;
                                                          } else {
                                                            if (!pattern45.test(data61)) {
                                                              validate13.errors = [{}];
                                                              return false;
                                                            }
                                                          }
                                                        } else {
                                                          validate13.errors = [{}];
                                                          return false;
                                                        }
                                                      }
                                                      var valid28 = _errs173 === errors;
                                                    } else {
                                                      var valid28 = true;
                                                    }
                                                  }
                                                }
                                              }
                                            } else {
                                              validate13.errors = [{}];
                                              return false;
                                            }
                                          }
                                          var valid7 = _errs166 === errors;
                                        } else {
                                          var valid7 = true;
                                        }
                                      }
                                    }
                                  }
                                }
                              }
                            }
                          }
                        }
                      }
                    }
                  }
                } else {
                  validate13.errors = [{}];
                  return false;
                }
              }
              var valid1 = _errs24 === errors;
            } else {
              var valid1 = true;
            }
          }
        }
      }
    } else {
      validate13.errors = [{}];
      return false;
    }
  }
  var valid0 = _errs0 === errors;
  if (!valid0) {
    validate13.errors = [
      {
        instancePath,
        schemaPath: '#/withoutErrors',
        keyword: 'withoutErrors',
        params: {},
        message: 'must pass "withoutErrors" keyword validation',
      },
    ];
    return false;
  }
  validate13.errors = vErrors;
  return errors === 0;
}
