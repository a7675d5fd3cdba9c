// Generated from crds/ by `npm run gen`. Do not edit.
// @ts-nocheck
import * as lists from './list-check.ts';
import ucs2length from 'ajv/dist/runtime/ucs2length.js';

export const DisruptionBudget = validate10;
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
        required: ['selector'],
        oneOf: [{required: ['maxUnavailable']}, {required: ['minAvailable']}],
        additionalProperties: false,
        properties: {
          selector: {
            type: 'object',
            required: ['matchLabels'],
            additionalProperties: false,
            properties: {
              matchLabels: {
                type: 'object',
                additionalProperties: {
                  type: 'string',
                  pattern: '^([A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?$',
                  maxLength: 63,
                },
                propertyNames: {
                  type: 'string',
                  pattern:
                    '^([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?/)?[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$',
                },
                properties: {},
              },
            },
          },
          maxUnavailable: {
            minimum: 0,
            maximum: 100000,
            pattern: '^(100|[1-9]?[0-9])%$',
            type: ['integer', 'string'],
          },
          minAvailable: {
            minimum: 0,
            maximum: 100000,
            pattern: '^(100|[1-9]?[0-9])%$',
            type: ['integer', 'string'],
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
const pattern7 = new RegExp('^(100|[1-9]?[0-9])%$', 'u');
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
              const _errs26 = errors;
              let valid7 = false;
              let passing0 = null;
              const _errs27 = errors;
              if (data7 && typeof data7 == 'object' && !Array.isArray(data7)) {
                let missing2;
                if (data7.maxUnavailable === undefined && (missing2 = 'maxUnavailable')) {
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
                passing0 = 0;
              }
              const _errs28 = errors;
              if (data7 && typeof data7 == 'object' && !Array.isArray(data7)) {
                let missing3;
                if (data7.minAvailable === undefined && (missing3 = 'minAvailable')) {
                  const err7 = {};
                  if (vErrors === null) {
                    vErrors = [err7];
                  } else {
                    vErrors.push(err7);
                  }
                  errors++;
                }
              }
              var _valid0 = _errs28 === errors;
              if (_valid0 && valid7) {
                valid7 = false;
                passing0 = [passing0, 1];
              } else {
                if (_valid0) {
                  valid7 = true;
                  passing0 = 1;
                }
              }
              if (!valid7) {
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
                  let missing4;
                  if (data7.selector === undefined && (missing4 = 'selector')) {
                    validate10.errors = [{}];
                    return false;
                  } else {
                    const _errs29 = errors;
                    for (const key6 in data7) {
                      if (!(key6 === 'selector' || key6 === 'maxUnavailable' || key6 === 'minAvailable')) {
                        validate10.errors = [{}];
                        return false;
                        break;
                      }
                    }
                    if (_errs29 === errors) {
                      if (data7.selector !== undefined) {
                        let data8 = data7.selector;
                        const _errs30 = errors;
                        if (errors === _errs30) {
                          if (data8 && typeof data8 == 'object' && !Array.isArray(data8)) {
                            let missing5;
                            if (data8.matchLabels === undefined && (missing5 = 'matchLabels')) {
                              validate10.errors = [{}];
                              return false;
                            } else {
                              const _errs32 = errors;
                              for (const key7 in data8) {
                                if (!(key7 === 'matchLabels')) {
                                  validate10.errors = [{}];
                                  return false;
                                  break;
                                }
                              }
                              if (_errs32 === errors) {
                                if (data8.matchLabels !== undefined) {
                                  let data9 = data8.matchLabels;
                                  const _errs33 = errors;
                                  if (errors === _errs33) {
                                    if (data9 && typeof data9 == 'object' && !Array.isArray(data9)) {
                                      for (const key8 in data9) {
                                        const _errs35 = errors;
                                        if (errors === _errs35) {
                                          if (typeof key8 === 'string') {
                                            if (!pattern2.test(key8)) {
                                              const err9 = {};
                                              if (vErrors === null) {
                                                vErrors = [err9];
                                              } else {
                                                vErrors.push(err9);
                                              }
                                              errors++;
                                            }
                                          } else {
                                            const err10 = {};
                                            if (vErrors === null) {
                                              vErrors = [err10];
                                            } else {
                                              vErrors.push(err10);
                                            }
                                            errors++;
                                          }
                                        }
                                        var valid10 = _errs35 === errors;
                                        if (!valid10) {
                                          const err11 = {};
                                          if (vErrors === null) {
                                            vErrors = [err11];
                                          } else {
                                            vErrors.push(err11);
                                          }
                                          errors++;
                                          validate10.errors = vErrors;
                                          return false;
                                          break;
                                        }
                                      }
                                      if (valid10) {
                                        for (const key9 in data9) {
                                          let data10 = data9[key9];
                                          const _errs38 = errors;
                                          if (errors === _errs38) {
                                            if (typeof data10 === 'string') {
                                              if (func2(data10) > 63) {
                                                validate10.errors = [{}];
                                                return false;
                                              } else {
                                                if (!pattern3.test(data10)) {
                                                  validate10.errors = [{}];
                                                  return false;
                                                }
                                              }
                                            } else {
                                              validate10.errors = [{}];
                                              return false;
                                            }
                                          }
                                          var valid11 = _errs38 === errors;
                                          if (!valid11) {
                                            break;
                                          }
                                        }
                                      }
                                    } else {
                                      validate10.errors = [{}];
                                      return false;
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
                        var valid8 = _errs30 === errors;
                      } else {
                        var valid8 = true;
                      }
                      if (valid8) {
                        if (data7.maxUnavailable !== undefined) {
                          let data11 = data7.maxUnavailable;
                          const _errs40 = errors;
                          if (
                            !(
                              typeof data11 == 'number' &&
                              !(data11 % 1) &&
                              !isNaN(data11) &&
                              isFinite(data11)
                            ) &&
                            typeof data11 !== 'string'
                          ) {
                            validate10.errors = [{}];
                            return false;
                          }
                          if (errors === _errs40) {
                            if (typeof data11 == 'number' && isFinite(data11)) {
                              if (data11 > 100000 || isNaN(data11)) {
                                validate10.errors = [{}];
                                return false;
                              } else {
                                if (data11 < 0 || isNaN(data11)) {
                                  validate10.errors = [{}];
                                  return false;
                                }
                              }
                            }
                            if (errors === _errs40) {
                              if (typeof data11 === 'string') {
                                if (!pattern7.test(data11)) {
                                  validate10.errors = [{}];
                                  return false;
                                }
                              }
                            }
                          }
                          var valid8 = _errs40 === errors;
                        } else {
                          var valid8 = true;
                        }
                        if (valid8) {
                          if (data7.minAvailable !== undefined) {
                            let data12 = data7.minAvailable;
                            const _errs42 = errors;
                            if (
                              !(
                                typeof data12 == 'number' &&
                                !(data12 % 1) &&
                                !isNaN(data12) &&
                                isFinite(data12)
                              ) &&
                              typeof data12 !== 'string'
                            ) {
                              validate10.errors = [{}];
                              return false;
                            }
                            if (errors === _errs42) {
                              if (typeof data12 == 'number' && isFinite(data12)) {
                                if (data12 > 100000 || isNaN(data12)) {
                                  validate10.errors = [{}];
                                  return false;
                                } else {
                                  if (data12 < 0 || isNaN(data12)) {
                                    validate10.errors = [{}];
                                    return false;
                                  }
                                }
                              }
                              if (errors === _errs42) {
                                if (typeof data12 === 'string') {
                                  if (!pattern7.test(data12)) {
                                    validate10.errors = [{}];
                                    return false;
                                  }
                                }
                              }
                            }
                            var valid8 = _errs42 === errors;
                          } else {
                            var valid8 = true;
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

export const Image = validate11;
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
const pattern14 = new RegExp('^[^\\x00-\\x1f\\x7f~][^\\x00-\\x1f\\x7f]*$', 'u');
const pattern15 = new RegExp('^[0-9a-f]{64}$', 'u');

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
              if (errors === _errs24) {
                if (data7 && typeof data7 == 'object' && !Array.isArray(data7)) {
                  let missing2;
                  if (
                    (data7.format === undefined && (missing2 = 'format')) ||
                    (data7.source === undefined && (missing2 = 'source'))
                  ) {
                    validate11.errors = [{}];
                    return false;
                  } else {
                    const _errs26 = errors;
                    for (const key6 in data7) {
                      if (!(key6 === 'format' || key6 === 'source')) {
                        validate11.errors = [{}];
                        return false;
                        break;
                      }
                    }
                    if (_errs26 === errors) {
                      if (data7.format !== undefined) {
                        let data8 = data7.format;
                        const _errs27 = errors;
                        if (typeof data8 !== 'string') {
                          validate11.errors = [{}];
                          return false;
                        }
                        if (!(data8 === 'raw' || data8 === 'qcow2')) {
                          validate11.errors = [{}];
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
                            validate11.errors = vErrors;
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
                                  validate11.errors = [{}];
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
                                        validate11.errors = [{}];
                                        return false;
                                      } else {
                                        const _errs37 = errors;
                                        for (const key8 in data10) {
                                          if (!(key8 === 'path' || key8 === 'sha256')) {
                                            validate11.errors = [{}];
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
                                                  validate11.errors = [{}];
                                                  return false;
                                                } else {
                                                  if (!pattern14.test(data11)) {
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
                                              var valid10 = _errs40 === errors;
                                            } else {
                                              var valid10 = true;
                                            }
                                          }
                                        }
                                      }
                                    } else {
                                      validate11.errors = [{}];
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
                                          validate11.errors = [{}];
                                          return false;
                                        } else {
                                          const _errs44 = errors;
                                          for (const key9 in data13) {
                                            if (!(key9 === 'name' || key9 === 'output')) {
                                              validate11.errors = [{}];
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
                                                    validate11.errors = [{}];
                                                    return false;
                                                  } else {
                                                    if (!pattern0.test(data14)) {
                                                      validate11.errors = [{}];
                                                      return false;
                                                    }
                                                  }
                                                } else {
                                                  validate11.errors = [{}];
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
                                                      validate11.errors = [{}];
                                                      return false;
                                                    } else {
                                                      if (!pattern0.test(data15)) {
                                                        validate11.errors = [{}];
                                                        return false;
                                                      }
                                                    }
                                                  } else {
                                                    validate11.errors = [{}];
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
                                        validate11.errors = [{}];
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
                              validate11.errors = [{}];
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

export const Network = validate12;
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
const pattern23 = new RegExp('^[A-Za-z0-9][A-Za-z0-9._-]{0,14}$', 'u');
const pattern24 = new RegExp('^[0-9A-Fa-f.:]+/[0-9]{1,3}$', 'u');
const func9 = lists.repeatedWords;

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
                validate12.errors = vErrors;
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
                      validate12.errors = [{}];
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
                            validate12.errors = [{}];
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
                                validate12.errors = [{}];
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
                                      validate12.errors = [{}];
                                      return false;
                                    } else {
                                      if (!pattern23.test(data9)) {
                                        validate12.errors = [{}];
                                        return false;
                                      }
                                    }
                                  } else {
                                    validate12.errors = [{}];
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
                                  validate12.errors = [{}];
                                  return false;
                                }
                                if (!(data10 === 'Owned' || data10 === 'External')) {
                                  validate12.errors = [{}];
                                  return false;
                                }
                                var valid9 = _errs34 === errors;
                                if (valid9) {
                                  let data11 = data8.addresses;
                                  const _errs36 = errors;
                                  if (errors === _errs36) {
                                    if (Array.isArray(data11)) {
                                      if (data11.length > 16) {
                                        validate12.errors = [{}];
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
                                                validate12.errors = [{}];
                                                return false;
                                              } else {
                                                if (!pattern24.test(data12)) {
                                                  validate12.errors = [{}];
                                                  return false;
                                                }
                                              }
                                            } else {
                                              validate12.errors = [{}];
                                              return false;
                                            }
                                          }
                                          var valid10 = _errs38 === errors;
                                          if (!valid10) {
                                            break;
                                          }
                                        }
                                        if (valid10) {
                                          if (func9(data11, 'set').length > 0) {
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
                                        validate12.errors = [{}];
                                        return false;
                                      }
                                      if (errors === _errs40) {
                                        if (typeof data13 == 'number' && isFinite(data13)) {
                                          if (data13 > 65535 || isNaN(data13)) {
                                            validate12.errors = [{}];
                                            return false;
                                          } else {
                                            if (data13 < 576 || isNaN(data13)) {
                                              validate12.errors = [{}];
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

export const VirtualMachine = validate13;
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
          class: {type: 'string', pattern: '^[a-z][a-z0-9-]{0,39}$', maxLength: 40},
          runPolicy: {type: 'string', enum: ['Always', 'RerunOnFailure', 'Once', 'Manual', 'Halted']},
          startPriority: {type: 'integer', minimum: -1000, maximum: 1000},
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
            properties: {
              count: {type: 'integer', minimum: 1, maximum: 64},
              max: {type: 'integer', minimum: 1, maximum: 64},
            },
          },
          memory: {
            type: 'object',
            additionalProperties: false,
            properties: {
              size: {type: 'string', pattern: '^[1-9][0-9]*(Ki|Mi|Gi|Ti|k|M|G|T)$', maxLength: 24},
              max: {type: 'string', pattern: '^[1-9][0-9]*(Ki|Mi|Gi|Ti|k|M|G|T)$', maxLength: 24},
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
          variants: {
            type: 'array',
            maxItems: 16,
            'x-kubernetes-list-type': 'map',
            'x-kubernetes-list-map-keys': ['name'],
            items: {
              type: 'object',
              required: ['name'],
              additionalProperties: false,
              properties: {
                name: {type: 'string', pattern: '^[a-z][a-z0-9-]{0,39}$', maxLength: 40},
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
                cmdline: {
                  type: 'array',
                  maxItems: 128,
                  'x-kubernetes-list-type': 'atomic',
                  items: {type: 'string', minLength: 1, maxLength: 1024, pattern: '^[\\x20-\\x7e]+$'},
                },
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
                rate: {
                  type: 'object',
                  additionalProperties: false,
                  properties: {
                    readBytesPerSecond: {
                      type: 'string',
                      pattern: '^[1-9][0-9]*(Ki|Mi|Gi|Ti|k|M|G|T)$',
                      maxLength: 24,
                    },
                    writeBytesPerSecond: {
                      type: 'string',
                      pattern: '^[1-9][0-9]*(Ki|Mi|Gi|Ti|k|M|G|T)$',
                      maxLength: 24,
                    },
                    readOperationsPerSecond: {type: 'integer', minimum: 1, maximum: 10000000},
                    writeOperationsPerSecond: {type: 'integer', minimum: 1, maximum: 10000000},
                  },
                },
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
                rate: {
                  type: 'object',
                  additionalProperties: false,
                  properties: {
                    inboundBytesPerSecond: {
                      type: 'string',
                      pattern: '^[1-9][0-9]*(Ki|Mi|Gi|Ti|k|M|G|T)$',
                      maxLength: 24,
                    },
                    outboundBytesPerSecond: {
                      type: 'string',
                      pattern: '^[1-9][0-9]*(Ki|Mi|Gi|Ti|k|M|G|T)$',
                      maxLength: 24,
                    },
                  },
                },
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
              approval: {type: 'string', enum: ['Manual', 'ManualAll', 'Automatic']},
              when: {type: 'string', enum: ['Now', 'NextBoot', 'Window']},
              onFailure: {type: 'string', enum: ['Keep', 'Rollback']},
              deadline: {type: 'string', pattern: '^([0-9]+(ms|s|m|h|d))+$', maxLength: 24},
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
              snapshotBefore: {type: 'boolean'},
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
const pattern31 = new RegExp(
  '^[A-Za-z0-9][A-Za-z0-9._-]*(,[+-]?[A-Za-z0-9][A-Za-z0-9._-]*(=(on|off))?)*$',
  'u',
);
const pattern32 = new RegExp('^[^\\x00-\\x1f\\x7f]+$', 'u');
const pattern33 = new RegExp('^[1-9][0-9]*(Ki|Mi|Gi|Ti|k|M|G|T)$', 'u');
const pattern37 = new RegExp('^[\\x20-\\x7e]+$', 'u');
const pattern47 = new RegExp('^[A-Za-z0-9_-]{1,20}$', 'u');
const pattern51 = new RegExp('^[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){5}$', 'u');
const pattern58 = new RegExp('^[0-9.]{7,15}$', 'u');
const pattern59 = new RegExp('^[0-9a-f]{4}:[0-9a-f]{2}:[01][0-9a-f]\\.[0-7]$', 'u');
const pattern60 = new RegExp('^[0-9a-f]{4}$', 'u');
const pattern62 = new RegExp(
  '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?){0,7}$',
  'u',
);
const pattern64 = new RegExp('^([0-9]+(ms|s|m|h|d))+$', 'u');
const pattern66 = new RegExp('^[^\\x00]*$', 'u');
const pattern70 = new RegExp('^[0-9A-Za-z*,/#L-]+( [0-9A-Za-z*,/#L?-]+){4}$', 'u');
const pattern72 = new RegExp('^[A-Za-z][A-Za-z0-9_+/-]*$', 'u');
const func10 = Object.prototype.hasOwnProperty;
const func32 = lists.repeatedKeys;

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
                    if (!func10.call(schema14.withoutErrors.properties.spec.properties, key6)) {
                      validate13.errors = [{}];
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
                            validate13.errors = [{}];
                            return false;
                          } else {
                            if (!pattern0.test(data8)) {
                              validate13.errors = [{}];
                              return false;
                            }
                          }
                        } else {
                          validate13.errors = [{}];
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
                          validate13.errors = [{}];
                          return false;
                        }
                        if (!(
                          data9 === 'Always' ||
                          data9 === 'RerunOnFailure' ||
                          data9 === 'Once' ||
                          data9 === 'Manual' ||
                          data9 === 'Halted'
                        )) {
                          validate13.errors = [{}];
                          return false;
                        }
                        var valid7 = _errs29 === errors;
                      } else {
                        var valid7 = true;
                      }
                      if (valid7) {
                        if (data7.startPriority !== undefined) {
                          let data10 = data7.startPriority;
                          const _errs31 = errors;
                          if (!(
                            typeof data10 == 'number' &&
                            !(data10 % 1) &&
                            !isNaN(data10) &&
                            isFinite(data10)
                          )) {
                            validate13.errors = [{}];
                            return false;
                          }
                          if (errors === _errs31) {
                            if (typeof data10 == 'number' && isFinite(data10)) {
                              if (data10 > 1000 || isNaN(data10)) {
                                validate13.errors = [{}];
                                return false;
                              } else {
                                if (data10 < -1000 || isNaN(data10)) {
                                  validate13.errors = [{}];
                                  return false;
                                }
                              }
                            }
                          }
                          var valid7 = _errs31 === errors;
                        } else {
                          var valid7 = true;
                        }
                        if (valid7) {
                          if (data7.hypervisor !== undefined) {
                            let data11 = data7.hypervisor;
                            const _errs33 = errors;
                            const _errs35 = errors;
                            let valid8 = false;
                            let passing0 = null;
                            const _errs36 = errors;
                            if (data11 && typeof data11 == 'object' && !Array.isArray(data11)) {
                              let missing2;
                              if (data11.qemu === undefined && (missing2 = 'qemu')) {
                                const err6 = {};
                                if (vErrors === null) {
                                  vErrors = [err6];
                                } else {
                                  vErrors.push(err6);
                                }
                                errors++;
                              }
                            }
                            var _valid0 = _errs36 === errors;
                            if (_valid0) {
                              valid8 = true;
                              passing0 = 0;
                            }
                            const _errs37 = errors;
                            if (data11 && typeof data11 == 'object' && !Array.isArray(data11)) {
                              let missing3;
                              if (data11.cloudHypervisor === undefined && (missing3 = 'cloudHypervisor')) {
                                const err7 = {};
                                if (vErrors === null) {
                                  vErrors = [err7];
                                } else {
                                  vErrors.push(err7);
                                }
                                errors++;
                              }
                            }
                            var _valid0 = _errs37 === errors;
                            if (_valid0 && valid8) {
                              valid8 = false;
                              passing0 = [passing0, 1];
                            } else {
                              if (_valid0) {
                                valid8 = true;
                                passing0 = 1;
                              }
                              const _errs38 = errors;
                              if (data11 && typeof data11 == 'object' && !Array.isArray(data11)) {
                                let missing4;
                                if (data11.firecracker === undefined && (missing4 = 'firecracker')) {
                                  const err8 = {};
                                  if (vErrors === null) {
                                    vErrors = [err8];
                                  } else {
                                    vErrors.push(err8);
                                  }
                                  errors++;
                                }
                              }
                              var _valid0 = _errs38 === errors;
                              if (_valid0 && valid8) {
                                valid8 = false;
                                passing0 = [passing0, 2];
                              } else {
                                if (_valid0) {
                                  valid8 = true;
                                  passing0 = 2;
                                }
                                const _errs39 = errors;
                                if (data11 && typeof data11 == 'object' && !Array.isArray(data11)) {
                                  let missing5;
                                  if (data11.crosvm === undefined && (missing5 = 'crosvm')) {
                                    const err9 = {};
                                    if (vErrors === null) {
                                      vErrors = [err9];
                                    } else {
                                      vErrors.push(err9);
                                    }
                                    errors++;
                                  }
                                }
                                var _valid0 = _errs39 === errors;
                                if (_valid0 && valid8) {
                                  valid8 = false;
                                  passing0 = [passing0, 3];
                                } else {
                                  if (_valid0) {
                                    valid8 = true;
                                    passing0 = 3;
                                  }
                                  const _errs40 = errors;
                                  if (data11 && typeof data11 == 'object' && !Array.isArray(data11)) {
                                    let missing6;
                                    if (data11.kvmtool === undefined && (missing6 = 'kvmtool')) {
                                      const err10 = {};
                                      if (vErrors === null) {
                                        vErrors = [err10];
                                      } else {
                                        vErrors.push(err10);
                                      }
                                      errors++;
                                    }
                                  }
                                  var _valid0 = _errs40 === errors;
                                  if (_valid0 && valid8) {
                                    valid8 = false;
                                    passing0 = [passing0, 4];
                                  } else {
                                    if (_valid0) {
                                      valid8 = true;
                                      passing0 = 4;
                                    }
                                    const _errs41 = errors;
                                    if (data11 && typeof data11 == 'object' && !Array.isArray(data11)) {
                                      let missing7;
                                      if (data11.stratovirt === undefined && (missing7 = 'stratovirt')) {
                                        const err11 = {};
                                        if (vErrors === null) {
                                          vErrors = [err11];
                                        } else {
                                          vErrors.push(err11);
                                        }
                                        errors++;
                                      }
                                    }
                                    var _valid0 = _errs41 === errors;
                                    if (_valid0 && valid8) {
                                      valid8 = false;
                                      passing0 = [passing0, 5];
                                    } else {
                                      if (_valid0) {
                                        valid8 = true;
                                        passing0 = 5;
                                      }
                                      const _errs42 = errors;
                                      if (data11 && typeof data11 == 'object' && !Array.isArray(data11)) {
                                        let missing8;
                                        if (data11.alioth === undefined && (missing8 = 'alioth')) {
                                          const err12 = {};
                                          if (vErrors === null) {
                                            vErrors = [err12];
                                          } else {
                                            vErrors.push(err12);
                                          }
                                          errors++;
                                        }
                                      }
                                      var _valid0 = _errs42 === errors;
                                      if (_valid0 && valid8) {
                                        valid8 = false;
                                        passing0 = [passing0, 6];
                                      } else {
                                        if (_valid0) {
                                          valid8 = true;
                                          passing0 = 6;
                                        }
                                        const _errs43 = errors;
                                        if (data11 && typeof data11 == 'object' && !Array.isArray(data11)) {
                                          let missing9;
                                          if (data11.runner === undefined && (missing9 = 'runner')) {
                                            const err13 = {};
                                            if (vErrors === null) {
                                              vErrors = [err13];
                                            } else {
                                              vErrors.push(err13);
                                            }
                                            errors++;
                                          }
                                        }
                                        var _valid0 = _errs43 === errors;
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
                              errors = _errs35;
                              if (vErrors !== null) {
                                if (_errs35) {
                                  vErrors.length = _errs35;
                                } else {
                                  vErrors = null;
                                }
                              }
                            }
                            if (errors === _errs33) {
                              if (data11 && typeof data11 == 'object' && !Array.isArray(data11)) {
                                const _errs44 = errors;
                                for (const key7 in data11) {
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
                                if (_errs44 === errors) {
                                  if (data11.qemu !== undefined) {
                                    let data12 = data11.qemu;
                                    const _errs45 = errors;
                                    if (errors === _errs45) {
                                      if (data12 && typeof data12 == 'object' && !Array.isArray(data12)) {
                                        const _errs47 = errors;
                                        for (const key8 in data12) {
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
                                        if (_errs47 === errors) {
                                          if (data12.machine !== undefined) {
                                            let data13 = data12.machine;
                                            const _errs48 = errors;
                                            if (typeof data13 !== 'string') {
                                              validate13.errors = [{}];
                                              return false;
                                            }
                                            if (!(
                                              data13 === 'q35' ||
                                              data13 === 'pc' ||
                                              data13 === 'microvm' ||
                                              data13 === 'virt'
                                            )) {
                                              validate13.errors = [{}];
                                              return false;
                                            }
                                            var valid10 = _errs48 === errors;
                                          } else {
                                            var valid10 = true;
                                          }
                                          if (valid10) {
                                            if (data12.accelerator !== undefined) {
                                              let data14 = data12.accelerator;
                                              const _errs50 = errors;
                                              if (typeof data14 !== 'string') {
                                                validate13.errors = [{}];
                                                return false;
                                              }
                                              if (!(
                                                data14 === 'auto' ||
                                                data14 === 'kvm' ||
                                                data14 === 'tcg'
                                              )) {
                                                validate13.errors = [{}];
                                                return false;
                                              }
                                              var valid10 = _errs50 === errors;
                                            } else {
                                              var valid10 = true;
                                            }
                                            if (valid10) {
                                              if (data12.cpuModel !== undefined) {
                                                let data15 = data12.cpuModel;
                                                const _errs52 = errors;
                                                if (errors === _errs52) {
                                                  if (typeof data15 === 'string') {
                                                    if (func2(data15) > 256) {
                                                      validate13.errors = [{}];
                                                      return false;
                                                    } else {
                                                      if (!pattern31.test(data15)) {
                                                        validate13.errors = [{}];
                                                        return false;
                                                      }
                                                    }
                                                  } else {
                                                    validate13.errors = [{}];
                                                    return false;
                                                  }
                                                }
                                                var valid10 = _errs52 === errors;
                                              } else {
                                                var valid10 = true;
                                              }
                                              if (valid10) {
                                                if (data12.extraArgs !== undefined) {
                                                  let data16 = data12.extraArgs;
                                                  const _errs54 = errors;
                                                  if (errors === _errs54) {
                                                    if (Array.isArray(data16)) {
                                                      if (data16.length > 64) {
                                                        validate13.errors = [{}];
                                                        return false;
                                                      } else {
                                                        var valid11 = true;
                                                        const len0 = data16.length;
                                                        for (let i0 = 0; i0 < len0; i0++) {
                                                          let data17 = data16[i0];
                                                          const _errs56 = errors;
                                                          if (errors === _errs56) {
                                                            if (typeof data17 === 'string') {
                                                              if (func2(data17) > 4096) {
                                                                validate13.errors = [{}];
                                                                return false;
                                                              } else {
                                                                if (func2(data17) < 1) {
                                                                  validate13.errors = [{}];
                                                                  return false;
                                                                } else {
                                                                  if (!pattern32.test(data17)) {
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
                                                          var valid11 = _errs56 === errors;
                                                          if (!valid11) {
                                                            break;
                                                          }
                                                        }
                                                        if (valid11) {
                                                          if (func9(data16, 'atomic').length > 0) {
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
                                                  var valid10 = _errs54 === errors;
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
                                    var valid9 = _errs45 === errors;
                                  } else {
                                    var valid9 = true;
                                  }
                                  if (valid9) {
                                    if (data11.cloudHypervisor !== undefined) {
                                      let data18 = data11.cloudHypervisor;
                                      const _errs58 = errors;
                                      if (errors === _errs58) {
                                        if (data18 && typeof data18 == 'object' && !Array.isArray(data18)) {
                                          for (const key9 in data18) {
                                            validate13.errors = [{}];
                                            return false;
                                            break;
                                          }
                                        } else {
                                          validate13.errors = [{}];
                                          return false;
                                        }
                                      }
                                      var valid9 = _errs58 === errors;
                                    } else {
                                      var valid9 = true;
                                    }
                                    if (valid9) {
                                      if (data11.firecracker !== undefined) {
                                        let data19 = data11.firecracker;
                                        const _errs61 = errors;
                                        if (errors === _errs61) {
                                          if (data19 && typeof data19 == 'object' && !Array.isArray(data19)) {
                                            for (const key10 in data19) {
                                              validate13.errors = [{}];
                                              return false;
                                              break;
                                            }
                                          } else {
                                            validate13.errors = [{}];
                                            return false;
                                          }
                                        }
                                        var valid9 = _errs61 === errors;
                                      } else {
                                        var valid9 = true;
                                      }
                                      if (valid9) {
                                        if (data11.crosvm !== undefined) {
                                          let data20 = data11.crosvm;
                                          const _errs64 = errors;
                                          if (errors === _errs64) {
                                            if (
                                              data20 &&
                                              typeof data20 == 'object' &&
                                              !Array.isArray(data20)
                                            ) {
                                              for (const key11 in data20) {
                                                validate13.errors = [{}];
                                                return false;
                                                break;
                                              }
                                            } else {
                                              validate13.errors = [{}];
                                              return false;
                                            }
                                          }
                                          var valid9 = _errs64 === errors;
                                        } else {
                                          var valid9 = true;
                                        }
                                        if (valid9) {
                                          if (data11.kvmtool !== undefined) {
                                            let data21 = data11.kvmtool;
                                            const _errs67 = errors;
                                            if (errors === _errs67) {
                                              if (
                                                data21 &&
                                                typeof data21 == 'object' &&
                                                !Array.isArray(data21)
                                              ) {
                                                for (const key12 in data21) {
                                                  validate13.errors = [{}];
                                                  return false;
                                                  break;
                                                }
                                              } else {
                                                validate13.errors = [{}];
                                                return false;
                                              }
                                            }
                                            var valid9 = _errs67 === errors;
                                          } else {
                                            var valid9 = true;
                                          }
                                          if (valid9) {
                                            if (data11.stratovirt !== undefined) {
                                              let data22 = data11.stratovirt;
                                              const _errs70 = errors;
                                              if (errors === _errs70) {
                                                if (
                                                  data22 &&
                                                  typeof data22 == 'object' &&
                                                  !Array.isArray(data22)
                                                ) {
                                                  for (const key13 in data22) {
                                                    validate13.errors = [{}];
                                                    return false;
                                                    break;
                                                  }
                                                } else {
                                                  validate13.errors = [{}];
                                                  return false;
                                                }
                                              }
                                              var valid9 = _errs70 === errors;
                                            } else {
                                              var valid9 = true;
                                            }
                                            if (valid9) {
                                              if (data11.alioth !== undefined) {
                                                let data23 = data11.alioth;
                                                const _errs73 = errors;
                                                if (errors === _errs73) {
                                                  if (
                                                    data23 &&
                                                    typeof data23 == 'object' &&
                                                    !Array.isArray(data23)
                                                  ) {
                                                    for (const key14 in data23) {
                                                      validate13.errors = [{}];
                                                      return false;
                                                      break;
                                                    }
                                                  } else {
                                                    validate13.errors = [{}];
                                                    return false;
                                                  }
                                                }
                                                var valid9 = _errs73 === errors;
                                              } else {
                                                var valid9 = true;
                                              }
                                              if (valid9) {
                                                if (data11.runner !== undefined) {
                                                  let data24 = data11.runner;
                                                  const _errs76 = errors;
                                                  if (errors === _errs76) {
                                                    if (
                                                      data24 &&
                                                      typeof data24 == 'object' &&
                                                      !Array.isArray(data24)
                                                    ) {
                                                      for (const key15 in data24) {
                                                        validate13.errors = [{}];
                                                        return false;
                                                        break;
                                                      }
                                                    } else {
                                                      validate13.errors = [{}];
                                                      return false;
                                                    }
                                                  }
                                                  var valid9 = _errs76 === errors;
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
                            var valid7 = _errs33 === errors;
                          } else {
                            var valid7 = true;
                          }
                          if (valid7) {
                            if (data7.cpu !== undefined) {
                              let data25 = data7.cpu;
                              const _errs79 = errors;
                              if (errors === _errs79) {
                                if (data25 && typeof data25 == 'object' && !Array.isArray(data25)) {
                                  const _errs81 = errors;
                                  for (const key16 in data25) {
                                    if (!(key16 === 'count' || key16 === 'max')) {
                                      validate13.errors = [{}];
                                      return false;
                                      break;
                                    }
                                  }
                                  if (_errs81 === errors) {
                                    if (data25.count !== undefined) {
                                      let data26 = data25.count;
                                      const _errs82 = errors;
                                      if (!(
                                        typeof data26 == 'number' &&
                                        !(data26 % 1) &&
                                        !isNaN(data26) &&
                                        isFinite(data26)
                                      )) {
                                        validate13.errors = [{}];
                                        return false;
                                      }
                                      if (errors === _errs82) {
                                        if (typeof data26 == 'number' && isFinite(data26)) {
                                          if (data26 > 64 || isNaN(data26)) {
                                            validate13.errors = [{}];
                                            return false;
                                          } else {
                                            if (data26 < 1 || isNaN(data26)) {
                                              validate13.errors = [{}];
                                              return false;
                                            }
                                          }
                                        }
                                      }
                                      var valid12 = _errs82 === errors;
                                    } else {
                                      var valid12 = true;
                                    }
                                    if (valid12) {
                                      if (data25.max !== undefined) {
                                        let data27 = data25.max;
                                        const _errs84 = errors;
                                        if (!(
                                          typeof data27 == 'number' &&
                                          !(data27 % 1) &&
                                          !isNaN(data27) &&
                                          isFinite(data27)
                                        )) {
                                          validate13.errors = [{}];
                                          return false;
                                        }
                                        if (errors === _errs84) {
                                          if (typeof data27 == 'number' && isFinite(data27)) {
                                            if (data27 > 64 || isNaN(data27)) {
                                              validate13.errors = [{}];
                                              return false;
                                            } else {
                                              if (data27 < 1 || isNaN(data27)) {
                                                validate13.errors = [{}];
                                                return false;
                                              }
                                            }
                                          }
                                        }
                                        var valid12 = _errs84 === errors;
                                      } else {
                                        var valid12 = true;
                                      }
                                    }
                                  }
                                } else {
                                  validate13.errors = [{}];
                                  return false;
                                }
                              }
                              var valid7 = _errs79 === errors;
                            } else {
                              var valid7 = true;
                            }
                            if (valid7) {
                              if (data7.memory !== undefined) {
                                let data28 = data7.memory;
                                const _errs86 = errors;
                                if (errors === _errs86) {
                                  if (data28 && typeof data28 == 'object' && !Array.isArray(data28)) {
                                    const _errs88 = errors;
                                    for (const key17 in data28) {
                                      if (!(key17 === 'size' || key17 === 'max' || key17 === 'balloon')) {
                                        validate13.errors = [{}];
                                        return false;
                                        break;
                                      }
                                    }
                                    if (_errs88 === errors) {
                                      if (data28.size !== undefined) {
                                        let data29 = data28.size;
                                        const _errs89 = errors;
                                        if (errors === _errs89) {
                                          if (typeof data29 === 'string') {
                                            if (func2(data29) > 24) {
                                              validate13.errors = [{}];
                                              return false;
                                            } else {
                                              if (!pattern33.test(data29)) {
                                                validate13.errors = [{}];
                                                return false;
                                              }
                                            }
                                          } else {
                                            validate13.errors = [{}];
                                            return false;
                                          }
                                        }
                                        var valid13 = _errs89 === errors;
                                      } else {
                                        var valid13 = true;
                                      }
                                      if (valid13) {
                                        if (data28.max !== undefined) {
                                          let data30 = data28.max;
                                          const _errs91 = errors;
                                          if (errors === _errs91) {
                                            if (typeof data30 === 'string') {
                                              if (func2(data30) > 24) {
                                                validate13.errors = [{}];
                                                return false;
                                              } else {
                                                if (!pattern33.test(data30)) {
                                                  validate13.errors = [{}];
                                                  return false;
                                                }
                                              }
                                            } else {
                                              validate13.errors = [{}];
                                              return false;
                                            }
                                          }
                                          var valid13 = _errs91 === errors;
                                        } else {
                                          var valid13 = true;
                                        }
                                        if (valid13) {
                                          if (data28.balloon !== undefined) {
                                            let data31 = data28.balloon;
                                            const _errs93 = errors;
                                            if (errors === _errs93) {
                                              if (
                                                data31 &&
                                                typeof data31 == 'object' &&
                                                !Array.isArray(data31)
                                              ) {
                                                for (const key18 in data31) {
                                                  validate13.errors = [{}];
                                                  return false;
                                                  break;
                                                }
                                              } else {
                                                validate13.errors = [{}];
                                                return false;
                                              }
                                            }
                                            var valid13 = _errs93 === errors;
                                          } else {
                                            var valid13 = true;
                                          }
                                        }
                                      }
                                    }
                                  } else {
                                    validate13.errors = [{}];
                                    return false;
                                  }
                                }
                                var valid7 = _errs86 === errors;
                              } else {
                                var valid7 = true;
                              }
                              if (valid7) {
                                if (data7.boot !== undefined) {
                                  let data32 = data7.boot;
                                  const _errs96 = errors;
                                  const _errs98 = errors;
                                  let valid14 = false;
                                  let passing1 = null;
                                  const _errs99 = errors;
                                  if (data32 && typeof data32 == 'object' && !Array.isArray(data32)) {
                                    let missing10;
                                    if (data32.kernel === undefined && (missing10 = 'kernel')) {
                                      const err15 = {};
                                      if (vErrors === null) {
                                        vErrors = [err15];
                                      } else {
                                        vErrors.push(err15);
                                      }
                                      errors++;
                                    }
                                  }
                                  var _valid1 = _errs99 === errors;
                                  if (_valid1) {
                                    valid14 = true;
                                    passing1 = 0;
                                  }
                                  const _errs100 = errors;
                                  if (data32 && typeof data32 == 'object' && !Array.isArray(data32)) {
                                    let missing11;
                                    if (data32.firmware === undefined && (missing11 = 'firmware')) {
                                      const err16 = {};
                                      if (vErrors === null) {
                                        vErrors = [err16];
                                      } else {
                                        vErrors.push(err16);
                                      }
                                      errors++;
                                    }
                                  }
                                  var _valid1 = _errs100 === errors;
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
                                    errors = _errs98;
                                    if (vErrors !== null) {
                                      if (_errs98) {
                                        vErrors.length = _errs98;
                                      } else {
                                        vErrors = null;
                                      }
                                    }
                                  }
                                  if (errors === _errs96) {
                                    if (data32 && typeof data32 == 'object' && !Array.isArray(data32)) {
                                      const _errs101 = errors;
                                      for (const key19 in data32) {
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
                                      if (_errs101 === errors) {
                                        if (data32.kernel !== undefined) {
                                          let data33 = data32.kernel;
                                          const _errs102 = errors;
                                          if (errors === _errs102) {
                                            if (
                                              data33 &&
                                              typeof data33 == 'object' &&
                                              !Array.isArray(data33)
                                            ) {
                                              let missing12;
                                              if (data33.image === undefined && (missing12 = 'image')) {
                                                validate13.errors = [{}];
                                                return false;
                                              } else {
                                                const _errs104 = errors;
                                                for (const key20 in data33) {
                                                  if (!(key20 === 'image' || key20 === 'initrd')) {
                                                    validate13.errors = [{}];
                                                    return false;
                                                    break;
                                                  }
                                                }
                                                if (_errs104 === errors) {
                                                  if (data33.image !== undefined) {
                                                    let data34 = data33.image;
                                                    const _errs105 = errors;
                                                    if (errors === _errs105) {
                                                      if (typeof data34 === 'string') {
                                                        if (func2(data34) > 40) {
                                                          validate13.errors = [{}];
                                                          return false;
                                                        } else {
                                                          if (!pattern0.test(data34)) {
                                                            validate13.errors = [{}];
                                                            return false;
                                                          }
                                                        }
                                                      } else {
                                                        validate13.errors = [{}];
                                                        return false;
                                                      }
                                                    }
                                                    var valid16 = _errs105 === errors;
                                                  } else {
                                                    var valid16 = true;
                                                  }
                                                  if (valid16) {
                                                    if (data33.initrd !== undefined) {
                                                      let data35 = data33.initrd;
                                                      const _errs107 = errors;
                                                      if (errors === _errs107) {
                                                        if (typeof data35 === 'string') {
                                                          if (func2(data35) > 40) {
                                                            validate13.errors = [{}];
                                                            return false;
                                                          } else {
                                                            if (!pattern0.test(data35)) {
                                                              validate13.errors = [{}];
                                                              return false;
                                                            }
                                                          }
                                                        } else {
                                                          validate13.errors = [{}];
                                                          return false;
                                                        }
                                                      }
                                                      var valid16 = _errs107 === errors;
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
                                          var valid15 = _errs102 === errors;
                                        } else {
                                          var valid15 = true;
                                        }
                                        if (valid15) {
                                          if (data32.firmware !== undefined) {
                                            let data36 = data32.firmware;
                                            const _errs109 = errors;
                                            if (typeof data36 !== 'string') {
                                              validate13.errors = [{}];
                                              return false;
                                            }
                                            if (!(data36 === 'bios' || data36 === 'uefi')) {
                                              validate13.errors = [{}];
                                              return false;
                                            }
                                            var valid15 = _errs109 === errors;
                                          } else {
                                            var valid15 = true;
                                          }
                                          if (valid15) {
                                            if (data32.cmdline !== undefined) {
                                              let data37 = data32.cmdline;
                                              const _errs111 = errors;
                                              if (errors === _errs111) {
                                                if (Array.isArray(data37)) {
                                                  if (data37.length > 128) {
                                                    validate13.errors = [{}];
                                                    return false;
                                                  } else {
                                                    var valid17 = true;
                                                    const len1 = data37.length;
                                                    for (let i1 = 0; i1 < len1; i1++) {
                                                      let data38 = data37[i1];
                                                      const _errs113 = errors;
                                                      if (errors === _errs113) {
                                                        if (typeof data38 === 'string') {
                                                          if (func2(data38) > 1024) {
                                                            validate13.errors = [{}];
                                                            return false;
                                                          } else {
                                                            if (func2(data38) < 1) {
                                                              validate13.errors = [{}];
                                                              return false;
                                                            } else {
                                                              if (!pattern37.test(data38)) {
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
                                                      var valid17 = _errs113 === errors;
                                                      if (!valid17) {
                                                        break;
                                                      }
                                                    }
                                                    if (valid17) {
                                                      if (func9(data37, 'atomic').length > 0) {
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
                                              var valid15 = _errs111 === errors;
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
                                  var valid7 = _errs96 === errors;
                                } else {
                                  var valid7 = true;
                                }
                                if (valid7) {
                                  if (data7.variants !== undefined) {
                                    let data39 = data7.variants;
                                    const _errs115 = errors;
                                    if (errors === _errs115) {
                                      if (Array.isArray(data39)) {
                                        if (data39.length > 16) {
                                          validate13.errors = [{}];
                                          return false;
                                        } else {
                                          var valid18 = true;
                                          const len2 = data39.length;
                                          for (let i2 = 0; i2 < len2; i2++) {
                                            let data40 = data39[i2];
                                            const _errs117 = errors;
                                            if (errors === _errs117) {
                                              if (
                                                data40 &&
                                                typeof data40 == 'object' &&
                                                !Array.isArray(data40)
                                              ) {
                                                let missing13;
                                                if (data40.name === undefined && (missing13 = 'name')) {
                                                  validate13.errors = [{}];
                                                  return false;
                                                } else {
                                                  const _errs119 = errors;
                                                  for (const key21 in data40) {
                                                    if (!(
                                                      key21 === 'name' ||
                                                      key21 === 'boot' ||
                                                      key21 === 'cmdline'
                                                    )) {
                                                      validate13.errors = [{}];
                                                      return false;
                                                      break;
                                                    }
                                                  }
                                                  if (_errs119 === errors) {
                                                    if (data40.name !== undefined) {
                                                      let data41 = data40.name;
                                                      const _errs120 = errors;
                                                      if (errors === _errs120) {
                                                        if (typeof data41 === 'string') {
                                                          if (func2(data41) > 40) {
                                                            validate13.errors = [{}];
                                                            return false;
                                                          } else {
                                                            if (!pattern0.test(data41)) {
                                                              validate13.errors = [{}];
                                                              return false;
                                                            }
                                                          }
                                                        } else {
                                                          validate13.errors = [{}];
                                                          return false;
                                                        }
                                                      }
                                                      var valid19 = _errs120 === errors;
                                                    } else {
                                                      var valid19 = true;
                                                    }
                                                    if (valid19) {
                                                      if (data40.boot !== undefined) {
                                                        let data42 = data40.boot;
                                                        const _errs122 = errors;
                                                        const _errs124 = errors;
                                                        let valid20 = false;
                                                        let passing2 = null;
                                                        const _errs125 = errors;
                                                        if (
                                                          data42 &&
                                                          typeof data42 == 'object' &&
                                                          !Array.isArray(data42)
                                                        ) {
                                                          let missing14;
                                                          if (
                                                            data42.kernel === undefined &&
                                                            (missing14 = 'kernel')
                                                          ) {
                                                            const err18 = {};
                                                            if (vErrors === null) {
                                                              vErrors = [err18];
                                                            } else {
                                                              vErrors.push(err18);
                                                            }
                                                            errors++;
                                                          }
                                                        }
                                                        var _valid2 = _errs125 === errors;
                                                        if (_valid2) {
                                                          valid20 = true;
                                                          passing2 = 0;
                                                        }
                                                        const _errs126 = errors;
                                                        if (
                                                          data42 &&
                                                          typeof data42 == 'object' &&
                                                          !Array.isArray(data42)
                                                        ) {
                                                          let missing15;
                                                          if (
                                                            data42.firmware === undefined &&
                                                            (missing15 = 'firmware')
                                                          ) {
                                                            const err19 = {};
                                                            if (vErrors === null) {
                                                              vErrors = [err19];
                                                            } else {
                                                              vErrors.push(err19);
                                                            }
                                                            errors++;
                                                          }
                                                        }
                                                        var _valid2 = _errs126 === errors;
                                                        if (_valid2 && valid20) {
                                                          valid20 = false;
                                                          passing2 = [passing2, 1];
                                                        } else {
                                                          if (_valid2) {
                                                            valid20 = true;
                                                            passing2 = 1;
                                                          }
                                                        }
                                                        if (!valid20) {
                                                          const err20 = {};
                                                          if (vErrors === null) {
                                                            vErrors = [err20];
                                                          } else {
                                                            vErrors.push(err20);
                                                          }
                                                          errors++;
                                                          validate13.errors = vErrors;
                                                          return false;
                                                        } else {
                                                          errors = _errs124;
                                                          if (vErrors !== null) {
                                                            if (_errs124) {
                                                              vErrors.length = _errs124;
                                                            } else {
                                                              vErrors = null;
                                                            }
                                                          }
                                                        }
                                                        if (errors === _errs122) {
                                                          if (
                                                            data42 &&
                                                            typeof data42 == 'object' &&
                                                            !Array.isArray(data42)
                                                          ) {
                                                            const _errs127 = errors;
                                                            for (const key22 in data42) {
                                                              if (!(
                                                                key22 === 'kernel' ||
                                                                key22 === 'firmware' ||
                                                                key22 === 'cmdline'
                                                              )) {
                                                                validate13.errors = [{}];
                                                                return false;
                                                                break;
                                                              }
                                                            }
                                                            if (_errs127 === errors) {
                                                              if (data42.kernel !== undefined) {
                                                                let data43 = data42.kernel;
                                                                const _errs128 = errors;
                                                                if (errors === _errs128) {
                                                                  if (
                                                                    data43 &&
                                                                    typeof data43 == 'object' &&
                                                                    !Array.isArray(data43)
                                                                  ) {
                                                                    let missing16;
                                                                    if (
                                                                      data43.image === undefined &&
                                                                      (missing16 = 'image')
                                                                    ) {
                                                                      validate13.errors = [{}];
                                                                      return false;
                                                                    } else {
                                                                      const _errs130 = errors;
                                                                      for (const key23 in data43) {
                                                                        if (!(
                                                                          key23 === 'image' ||
                                                                          key23 === 'initrd'
                                                                        )) {
                                                                          validate13.errors = [{}];
                                                                          return false;
                                                                          break;
                                                                        }
                                                                      }
                                                                      if (_errs130 === errors) {
                                                                        if (data43.image !== undefined) {
                                                                          let data44 = data43.image;
                                                                          const _errs131 = errors;
                                                                          if (errors === _errs131) {
                                                                            if (typeof data44 === 'string') {
                                                                              if (func2(data44) > 40) {
                                                                                validate13.errors = [{}];
                                                                                return false;
                                                                              } else {
                                                                                if (!pattern0.test(data44)) {
                                                                                  validate13.errors = [{}];
                                                                                  return false;
                                                                                }
                                                                              }
                                                                            } else {
                                                                              validate13.errors = [{}];
                                                                              return false;
                                                                            }
                                                                          }
                                                                          var valid22 = _errs131 === errors;
                                                                        } else {
                                                                          var valid22 = true;
                                                                        }
                                                                        if (valid22) {
                                                                          if (data43.initrd !== undefined) {
                                                                            let data45 = data43.initrd;
                                                                            const _errs133 = errors;
                                                                            if (errors === _errs133) {
                                                                              if (
                                                                                typeof data45 === 'string'
                                                                              ) {
                                                                                if (func2(data45) > 40) {
                                                                                  validate13.errors = [{}];
                                                                                  return false;
                                                                                } else {
                                                                                  if (
                                                                                    !pattern0.test(data45)
                                                                                  ) {
                                                                                    validate13.errors = [{}];
                                                                                    return false;
                                                                                  }
                                                                                }
                                                                              } else {
                                                                                validate13.errors = [{}];
                                                                                return false;
                                                                              }
                                                                            }
                                                                            var valid22 = _errs133 === errors;
                                                                          } else {
                                                                            var valid22 = true;
                                                                          }
                                                                        }
                                                                      }
                                                                    }
                                                                  } else {
                                                                    validate13.errors = [{}];
                                                                    return false;
                                                                  }
                                                                }
                                                                var valid21 = _errs128 === errors;
                                                              } else {
                                                                var valid21 = true;
                                                              }
                                                              if (valid21) {
                                                                if (data42.firmware !== undefined) {
                                                                  let data46 = data42.firmware;
                                                                  const _errs135 = errors;
                                                                  if (typeof data46 !== 'string') {
                                                                    validate13.errors = [{}];
                                                                    return false;
                                                                  }
                                                                  if (!(
                                                                    data46 === 'bios' || data46 === 'uefi'
                                                                  )) {
                                                                    validate13.errors = [{}];
                                                                    return false;
                                                                  }
                                                                  var valid21 = _errs135 === errors;
                                                                } else {
                                                                  var valid21 = true;
                                                                }
                                                                if (valid21) {
                                                                  if (data42.cmdline !== undefined) {
                                                                    let data47 = data42.cmdline;
                                                                    const _errs137 = errors;
                                                                    if (errors === _errs137) {
                                                                      if (Array.isArray(data47)) {
                                                                        if (data47.length > 128) {
                                                                          validate13.errors = [{}];
                                                                          return false;
                                                                        } else {
                                                                          var valid23 = true;
                                                                          const len3 = data47.length;
                                                                          for (let i3 = 0; i3 < len3; i3++) {
                                                                            let data48 = data47[i3];
                                                                            const _errs139 = errors;
                                                                            if (errors === _errs139) {
                                                                              if (
                                                                                typeof data48 === 'string'
                                                                              ) {
                                                                                if (func2(data48) > 1024) {
                                                                                  validate13.errors = [{}];
                                                                                  return false;
                                                                                } else {
                                                                                  if (func2(data48) < 1) {
                                                                                    validate13.errors = [{}];
                                                                                    return false;
                                                                                  } else {
                                                                                    if (
                                                                                      !pattern37.test(data48)
                                                                                    ) {
                                                                                      validate13.errors = [
                                                                                        {},
                                                                                      ];
                                                                                      return false;
                                                                                    }
                                                                                  }
                                                                                }
                                                                              } else {
                                                                                validate13.errors = [{}];
                                                                                return false;
                                                                              }
                                                                            }
                                                                            var valid23 = _errs139 === errors;
                                                                            if (!valid23) {
                                                                              break;
                                                                            }
                                                                          }
                                                                          if (valid23) {
                                                                            if (
                                                                              func9(data47, 'atomic').length >
                                                                              0
                                                                            ) {
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
                                                                    var valid21 = _errs137 === errors;
                                                                  } else {
                                                                    var valid21 = true;
                                                                  }
                                                                }
                                                              }
                                                            }
                                                          } else {
                                                            validate13.errors = [{}];
                                                            return false;
                                                          }
                                                        }
                                                        var valid19 = _errs122 === errors;
                                                      } else {
                                                        var valid19 = true;
                                                      }
                                                      if (valid19) {
                                                        if (data40.cmdline !== undefined) {
                                                          let data49 = data40.cmdline;
                                                          const _errs141 = errors;
                                                          if (errors === _errs141) {
                                                            if (Array.isArray(data49)) {
                                                              if (data49.length > 128) {
                                                                validate13.errors = [{}];
                                                                return false;
                                                              } else {
                                                                var valid24 = true;
                                                                const len4 = data49.length;
                                                                for (let i4 = 0; i4 < len4; i4++) {
                                                                  let data50 = data49[i4];
                                                                  const _errs143 = errors;
                                                                  if (errors === _errs143) {
                                                                    if (typeof data50 === 'string') {
                                                                      if (func2(data50) > 1024) {
                                                                        validate13.errors = [{}];
                                                                        return false;
                                                                      } else {
                                                                        if (func2(data50) < 1) {
                                                                          validate13.errors = [{}];
                                                                          return false;
                                                                        } else {
                                                                          if (!pattern37.test(data50)) {
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
                                                                  var valid24 = _errs143 === errors;
                                                                  if (!valid24) {
                                                                    break;
                                                                  }
                                                                }
                                                                if (valid24) {
                                                                  if (func9(data49, 'atomic').length > 0) {
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
                                                          var valid19 = _errs141 === errors;
                                                        } else {
                                                          var valid19 = true;
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
                                            var valid18 = _errs117 === errors;
                                            if (!valid18) {
                                              break;
                                            }
                                          }
                                          if (valid18) {
                                            if (func32(data39, 'name').length > 0) {
                                              validate13.errors = [{}];
                                              return false;
                                            } else {
                                              if (func9(data39, 'map').length > 0) {
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
                                    var valid7 = _errs115 === errors;
                                  } else {
                                    var valid7 = true;
                                  }
                                  if (valid7) {
                                    let data51 = data7.disks;
                                    const _errs145 = errors;
                                    if (errors === _errs145) {
                                      if (Array.isArray(data51)) {
                                        if (data51.length > 24) {
                                          validate13.errors = [{}];
                                          return false;
                                        } else {
                                          var valid25 = true;
                                          const len5 = data51.length;
                                          for (let i5 = 0; i5 < len5; i5++) {
                                            let data52 = data51[i5];
                                            const _errs147 = errors;
                                            const _errs149 = errors;
                                            let valid26 = false;
                                            let passing3 = null;
                                            const _errs150 = errors;
                                            if (
                                              data52 &&
                                              typeof data52 == 'object' &&
                                              !Array.isArray(data52)
                                            ) {
                                              let missing17;
                                              if (data52.image === undefined && (missing17 = 'image')) {
                                                const err21 = {};
                                                if (vErrors === null) {
                                                  vErrors = [err21];
                                                } else {
                                                  vErrors.push(err21);
                                                }
                                                errors++;
                                              }
                                            }
                                            var _valid3 = _errs150 === errors;
                                            if (_valid3) {
                                              valid26 = true;
                                              passing3 = 0;
                                            }
                                            const _errs151 = errors;
                                            if (
                                              data52 &&
                                              typeof data52 == 'object' &&
                                              !Array.isArray(data52)
                                            ) {
                                              let missing18;
                                              if (data52.blank === undefined && (missing18 = 'blank')) {
                                                const err22 = {};
                                                if (vErrors === null) {
                                                  vErrors = [err22];
                                                } else {
                                                  vErrors.push(err22);
                                                }
                                                errors++;
                                              }
                                            }
                                            var _valid3 = _errs151 === errors;
                                            if (_valid3 && valid26) {
                                              valid26 = false;
                                              passing3 = [passing3, 1];
                                            } else {
                                              if (_valid3) {
                                                valid26 = true;
                                                passing3 = 1;
                                              }
                                              const _errs152 = errors;
                                              if (
                                                data52 &&
                                                typeof data52 == 'object' &&
                                                !Array.isArray(data52)
                                              ) {
                                                let missing19;
                                                if (data52.file === undefined && (missing19 = 'file')) {
                                                  const err23 = {};
                                                  if (vErrors === null) {
                                                    vErrors = [err23];
                                                  } else {
                                                    vErrors.push(err23);
                                                  }
                                                  errors++;
                                                }
                                              }
                                              var _valid3 = _errs152 === errors;
                                              if (_valid3 && valid26) {
                                                valid26 = false;
                                                passing3 = [passing3, 2];
                                              } else {
                                                if (_valid3) {
                                                  valid26 = true;
                                                  passing3 = 2;
                                                }
                                              }
                                            }
                                            if (!valid26) {
                                              const err24 = {};
                                              if (vErrors === null) {
                                                vErrors = [err24];
                                              } else {
                                                vErrors.push(err24);
                                              }
                                              errors++;
                                              validate13.errors = vErrors;
                                              return false;
                                            } else {
                                              errors = _errs149;
                                              if (vErrors !== null) {
                                                if (_errs149) {
                                                  vErrors.length = _errs149;
                                                } else {
                                                  vErrors = null;
                                                }
                                              }
                                            }
                                            if (errors === _errs147) {
                                              if (
                                                data52 &&
                                                typeof data52 == 'object' &&
                                                !Array.isArray(data52)
                                              ) {
                                                if (data52.readOnly === undefined) {
                                                  data52.readOnly = false;
                                                }
                                                let missing20;
                                                if (data52.name === undefined && (missing20 = 'name')) {
                                                  validate13.errors = [{}];
                                                  return false;
                                                } else {
                                                  const _errs153 = errors;
                                                  for (const key24 in data52) {
                                                    if (!(
                                                      key24 === 'name' ||
                                                      key24 === 'image' ||
                                                      key24 === 'blank' ||
                                                      key24 === 'file' ||
                                                      key24 === 'size' ||
                                                      key24 === 'serial' ||
                                                      key24 === 'readOnly' ||
                                                      key24 === 'rate'
                                                    )) {
                                                      validate13.errors = [{}];
                                                      return false;
                                                      break;
                                                    }
                                                  }
                                                  if (_errs153 === errors) {
                                                    if (data52.name !== undefined) {
                                                      let data53 = data52.name;
                                                      const _errs154 = errors;
                                                      if (errors === _errs154) {
                                                        if (typeof data53 === 'string') {
                                                          if (func2(data53) > 40) {
                                                            validate13.errors = [{}];
                                                            return false;
                                                          } else {
                                                            if (!pattern0.test(data53)) {
                                                              validate13.errors = [{}];
                                                              return false;
                                                            }
                                                          }
                                                        } else {
                                                          validate13.errors = [{}];
                                                          return false;
                                                        }
                                                      }
                                                      var valid27 = _errs154 === errors;
                                                    } else {
                                                      var valid27 = true;
                                                    }
                                                    if (valid27) {
                                                      if (data52.image !== undefined) {
                                                        let data54 = data52.image;
                                                        const _errs156 = errors;
                                                        if (errors === _errs156) {
                                                          if (typeof data54 === 'string') {
                                                            if (func2(data54) > 40) {
                                                              validate13.errors = [{}];
                                                              return false;
                                                            } else {
                                                              if (!pattern0.test(data54)) {
                                                                validate13.errors = [{}];
                                                                return false;
                                                              }
                                                            }
                                                          } else {
                                                            validate13.errors = [{}];
                                                            return false;
                                                          }
                                                        }
                                                        var valid27 = _errs156 === errors;
                                                      } else {
                                                        var valid27 = true;
                                                      }
                                                      if (valid27) {
                                                        if (data52.blank !== undefined) {
                                                          let data55 = data52.blank;
                                                          const _errs158 = errors;
                                                          if (errors === _errs158) {
                                                            if (
                                                              data55 &&
                                                              typeof data55 == 'object' &&
                                                              !Array.isArray(data55)
                                                            ) {
                                                              for (const key25 in data55) {
                                                                validate13.errors = [{}];
                                                                return false;
                                                                break;
                                                              }
                                                            } else {
                                                              validate13.errors = [{}];
                                                              return false;
                                                            }
                                                          }
                                                          var valid27 = _errs158 === errors;
                                                        } else {
                                                          var valid27 = true;
                                                        }
                                                        if (valid27) {
                                                          if (data52.file !== undefined) {
                                                            let data56 = data52.file;
                                                            const _errs161 = errors;
                                                            if (errors === _errs161) {
                                                              if (
                                                                data56 &&
                                                                typeof data56 == 'object' &&
                                                                !Array.isArray(data56)
                                                              ) {
                                                                let missing21;
                                                                if (
                                                                  (data56.path === undefined &&
                                                                    (missing21 = 'path')) ||
                                                                  (data56.format === undefined &&
                                                                    (missing21 = 'format'))
                                                                ) {
                                                                  validate13.errors = [{}];
                                                                  return false;
                                                                } else {
                                                                  const _errs163 = errors;
                                                                  for (const key26 in data56) {
                                                                    if (!(
                                                                      key26 === 'path' || key26 === 'format'
                                                                    )) {
                                                                      validate13.errors = [{}];
                                                                      return false;
                                                                      break;
                                                                    }
                                                                  }
                                                                  if (_errs163 === errors) {
                                                                    if (data56.path !== undefined) {
                                                                      let data57 = data56.path;
                                                                      const _errs164 = errors;
                                                                      if (errors === _errs164) {
                                                                        if (typeof data57 === 'string') {
                                                                          if (func2(data57) > 1024) {
                                                                            validate13.errors = [{}];
                                                                            return false;
                                                                          } else {
                                                                            if (!pattern14.test(data57)) {
                                                                              validate13.errors = [{}];
                                                                              return false;
                                                                            }
                                                                          }
                                                                        } else {
                                                                          validate13.errors = [{}];
                                                                          return false;
                                                                        }
                                                                      }
                                                                      var valid28 = _errs164 === errors;
                                                                    } else {
                                                                      var valid28 = true;
                                                                    }
                                                                    if (valid28) {
                                                                      if (data56.format !== undefined) {
                                                                        let data58 = data56.format;
                                                                        const _errs166 = errors;
                                                                        if (typeof data58 !== 'string') {
                                                                          validate13.errors = [{}];
                                                                          return false;
                                                                        }
                                                                        if (!(
                                                                          data58 === 'raw' ||
                                                                          data58 === 'qcow2'
                                                                        )) {
                                                                          validate13.errors = [{}];
                                                                          return false;
                                                                        }
                                                                        var valid28 = _errs166 === errors;
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
                                                            var valid27 = _errs161 === errors;
                                                          } else {
                                                            var valid27 = true;
                                                          }
                                                          if (valid27) {
                                                            if (data52.size !== undefined) {
                                                              let data59 = data52.size;
                                                              const _errs168 = errors;
                                                              if (errors === _errs168) {
                                                                if (typeof data59 === 'string') {
                                                                  if (func2(data59) > 24) {
                                                                    validate13.errors = [{}];
                                                                    return false;
                                                                  } else {
                                                                    if (!pattern33.test(data59)) {
                                                                      validate13.errors = [{}];
                                                                      return false;
                                                                    }
                                                                  }
                                                                } else {
                                                                  validate13.errors = [{}];
                                                                  return false;
                                                                }
                                                              }
                                                              var valid27 = _errs168 === errors;
                                                            } else {
                                                              var valid27 = true;
                                                            }
                                                            if (valid27) {
                                                              if (data52.serial !== undefined) {
                                                                let data60 = data52.serial;
                                                                const _errs170 = errors;
                                                                if (errors === _errs170) {
                                                                  if (typeof data60 === 'string') {
                                                                    if (func2(data60) > 20) {
                                                                      validate13.errors = [{}];
                                                                      return false;
                                                                    } else {
                                                                      if (!pattern47.test(data60)) {
                                                                        validate13.errors = [{}];
                                                                        return false;
                                                                      }
                                                                    }
                                                                  } else {
                                                                    validate13.errors = [{}];
                                                                    return false;
                                                                  }
                                                                }
                                                                var valid27 = _errs170 === errors;
                                                              } else {
                                                                var valid27 = true;
                                                              }
                                                              if (valid27) {
                                                                const _errs172 = errors;
                                                                if (typeof data52.readOnly !== 'boolean') {
                                                                  validate13.errors = [{}];
                                                                  return false;
                                                                }
                                                                var valid27 = _errs172 === errors;
                                                                if (valid27) {
                                                                  if (data52.rate !== undefined) {
                                                                    let data62 = data52.rate;
                                                                    const _errs174 = errors;
                                                                    if (errors === _errs174) {
                                                                      if (
                                                                        data62 &&
                                                                        typeof data62 == 'object' &&
                                                                        !Array.isArray(data62)
                                                                      ) {
                                                                        const _errs176 = errors;
                                                                        for (const key27 in data62) {
                                                                          if (!(
                                                                            key27 === 'readBytesPerSecond' ||
                                                                            key27 === 'writeBytesPerSecond' ||
                                                                            key27 ===
                                                                              'readOperationsPerSecond' ||
                                                                            key27 ===
                                                                              'writeOperationsPerSecond'
                                                                          )) {
                                                                            validate13.errors = [{}];
                                                                            return false;
                                                                            break;
                                                                          }
                                                                        }
                                                                        if (_errs176 === errors) {
                                                                          if (
                                                                            data62.readBytesPerSecond !==
                                                                            undefined
                                                                          ) {
                                                                            let data63 =
                                                                              data62.readBytesPerSecond;
                                                                            const _errs177 = errors;
                                                                            if (errors === _errs177) {
                                                                              if (
                                                                                typeof data63 === 'string'
                                                                              ) {
                                                                                if (func2(data63) > 24) {
                                                                                  validate13.errors = [{}];
                                                                                  return false;
                                                                                } else {
                                                                                  if (
                                                                                    !pattern33.test(data63)
                                                                                  ) {
                                                                                    validate13.errors = [{}];
                                                                                    return false;
                                                                                  }
                                                                                }
                                                                              } else {
                                                                                validate13.errors = [{}];
                                                                                return false;
                                                                              }
                                                                            }
                                                                            var valid29 = _errs177 === errors;
                                                                          } else {
                                                                            var valid29 = true;
                                                                          }
                                                                          if (valid29) {
                                                                            if (
                                                                              data62.writeBytesPerSecond !==
                                                                              undefined
                                                                            ) {
                                                                              let data64 =
                                                                                data62.writeBytesPerSecond;
                                                                              const _errs179 = errors;
                                                                              if (errors === _errs179) {
                                                                                if (
                                                                                  typeof data64 === 'string'
                                                                                ) {
                                                                                  if (func2(data64) > 24) {
                                                                                    validate13.errors = [{}];
                                                                                    return false;
                                                                                  } else {
                                                                                    if (
                                                                                      !pattern33.test(data64)
                                                                                    ) {
                                                                                      validate13.errors = [
                                                                                        {},
                                                                                      ];
                                                                                      return false;
                                                                                    }
                                                                                  }
                                                                                } else {
                                                                                  validate13.errors = [{}];
                                                                                  return false;
                                                                                }
                                                                              }
                                                                              var valid29 =
                                                                                _errs179 === errors;
                                                                            } else {
                                                                              var valid29 = true;
                                                                            }
                                                                            if (valid29) {
                                                                              if (
                                                                                data62.readOperationsPerSecond !==
                                                                                undefined
                                                                              ) {
                                                                                let data65 =
                                                                                  data62.readOperationsPerSecond;
                                                                                const _errs181 = errors;
                                                                                if (!(
                                                                                  typeof data65 == 'number' &&
                                                                                  !(data65 % 1) &&
                                                                                  !isNaN(data65) &&
                                                                                  isFinite(data65)
                                                                                )) {
                                                                                  validate13.errors = [{}];
                                                                                  return false;
                                                                                }
                                                                                if (errors === _errs181) {
                                                                                  if (
                                                                                    typeof data65 ==
                                                                                      'number' &&
                                                                                    isFinite(data65)
                                                                                  ) {
                                                                                    if (
                                                                                      data65 > 10000000 ||
                                                                                      isNaN(data65)
                                                                                    ) {
                                                                                      validate13.errors = [
                                                                                        {},
                                                                                      ];
                                                                                      return false;
                                                                                    } else {
                                                                                      if (
                                                                                        data65 < 1 ||
                                                                                        isNaN(data65)
                                                                                      ) {
                                                                                        validate13.errors = [
                                                                                          {},
                                                                                        ];
                                                                                        return false;
                                                                                      }
                                                                                    }
                                                                                  }
                                                                                }
                                                                                var valid29 =
                                                                                  _errs181 === errors;
                                                                              } else {
                                                                                var valid29 = true;
                                                                              }
                                                                              if (valid29) {
                                                                                if (
                                                                                  data62.writeOperationsPerSecond !==
                                                                                  undefined
                                                                                ) {
                                                                                  let data66 =
                                                                                    data62.writeOperationsPerSecond;
                                                                                  const _errs183 = errors;
                                                                                  if (!(
                                                                                    typeof data66 ==
                                                                                      'number' &&
                                                                                    !(data66 % 1) &&
                                                                                    !isNaN(data66) &&
                                                                                    isFinite(data66)
                                                                                  )) {
                                                                                    validate13.errors = [{}];
                                                                                    return false;
                                                                                  }
                                                                                  if (errors === _errs183) {
                                                                                    if (
                                                                                      typeof data66 ==
                                                                                        'number' &&
                                                                                      isFinite(data66)
                                                                                    ) {
                                                                                      if (
                                                                                        data66 > 10000000 ||
                                                                                        isNaN(data66)
                                                                                      ) {
                                                                                        validate13.errors = [
                                                                                          {},
                                                                                        ];
                                                                                        return false;
                                                                                      } else {
                                                                                        if (
                                                                                          data66 < 1 ||
                                                                                          isNaN(data66)
                                                                                        ) {
                                                                                          validate13.errors =
                                                                                            [{}];
                                                                                          return false;
                                                                                        }
                                                                                      }
                                                                                    }
                                                                                  }
                                                                                  var valid29 =
                                                                                    _errs183 === errors;
                                                                                } else {
                                                                                  var valid29 = true;
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
                                                                    var valid27 = _errs174 === errors;
                                                                  } else {
                                                                    var valid27 = true;
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
                                            var valid25 = _errs147 === errors;
                                            if (!valid25) {
                                              break;
                                            }
                                          }
                                          if (valid25) {
                                            if (func32(data51, 'name').length > 0) {
                                              validate13.errors = [{}];
                                              return false;
                                            } else {
                                              if (func9(data51, 'map').length > 0) {
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
                                    var valid7 = _errs145 === errors;
                                    if (valid7) {
                                      let data67 = data7.interfaces;
                                      const _errs185 = errors;
                                      if (errors === _errs185) {
                                        if (Array.isArray(data67)) {
                                          if (data67.length > 16) {
                                            validate13.errors = [{}];
                                            return false;
                                          } else {
                                            var valid30 = true;
                                            const len6 = data67.length;
                                            for (let i6 = 0; i6 < len6; i6++) {
                                              let data68 = data67[i6];
                                              const _errs187 = errors;
                                              const _errs189 = errors;
                                              let valid31 = false;
                                              let passing4 = null;
                                              const _errs190 = errors;
                                              if (
                                                data68 &&
                                                typeof data68 == 'object' &&
                                                !Array.isArray(data68)
                                              ) {
                                                let missing22;
                                                if (data68.tap === undefined && (missing22 = 'tap')) {
                                                  const err25 = {};
                                                  if (vErrors === null) {
                                                    vErrors = [err25];
                                                  } else {
                                                    vErrors.push(err25);
                                                  }
                                                  errors++;
                                                }
                                              }
                                              var _valid4 = _errs190 === errors;
                                              if (_valid4) {
                                                valid31 = true;
                                                passing4 = 0;
                                              }
                                              const _errs191 = errors;
                                              if (
                                                data68 &&
                                                typeof data68 == 'object' &&
                                                !Array.isArray(data68)
                                              ) {
                                                let missing23;
                                                if (data68.macvtap === undefined && (missing23 = 'macvtap')) {
                                                  const err26 = {};
                                                  if (vErrors === null) {
                                                    vErrors = [err26];
                                                  } else {
                                                    vErrors.push(err26);
                                                  }
                                                  errors++;
                                                }
                                              }
                                              var _valid4 = _errs191 === errors;
                                              if (_valid4 && valid31) {
                                                valid31 = false;
                                                passing4 = [passing4, 1];
                                              } else {
                                                if (_valid4) {
                                                  valid31 = true;
                                                  passing4 = 1;
                                                }
                                                const _errs192 = errors;
                                                if (
                                                  data68 &&
                                                  typeof data68 == 'object' &&
                                                  !Array.isArray(data68)
                                                ) {
                                                  let missing24;
                                                  if (data68.bridge === undefined && (missing24 = 'bridge')) {
                                                    const err27 = {};
                                                    if (vErrors === null) {
                                                      vErrors = [err27];
                                                    } else {
                                                      vErrors.push(err27);
                                                    }
                                                    errors++;
                                                  }
                                                }
                                                var _valid4 = _errs192 === errors;
                                                if (_valid4 && valid31) {
                                                  valid31 = false;
                                                  passing4 = [passing4, 2];
                                                } else {
                                                  if (_valid4) {
                                                    valid31 = true;
                                                    passing4 = 2;
                                                  }
                                                  const _errs193 = errors;
                                                  if (
                                                    data68 &&
                                                    typeof data68 == 'object' &&
                                                    !Array.isArray(data68)
                                                  ) {
                                                    let missing25;
                                                    if (data68.user === undefined && (missing25 = 'user')) {
                                                      const err28 = {};
                                                      if (vErrors === null) {
                                                        vErrors = [err28];
                                                      } else {
                                                        vErrors.push(err28);
                                                      }
                                                      errors++;
                                                    }
                                                  }
                                                  var _valid4 = _errs193 === errors;
                                                  if (_valid4 && valid31) {
                                                    valid31 = false;
                                                    passing4 = [passing4, 3];
                                                  } else {
                                                    if (_valid4) {
                                                      valid31 = true;
                                                      passing4 = 3;
                                                    }
                                                  }
                                                }
                                              }
                                              if (!valid31) {
                                                const err29 = {};
                                                if (vErrors === null) {
                                                  vErrors = [err29];
                                                } else {
                                                  vErrors.push(err29);
                                                }
                                                errors++;
                                                validate13.errors = vErrors;
                                                return false;
                                              } else {
                                                errors = _errs189;
                                                if (vErrors !== null) {
                                                  if (_errs189) {
                                                    vErrors.length = _errs189;
                                                  } else {
                                                    vErrors = null;
                                                  }
                                                }
                                              }
                                              if (errors === _errs187) {
                                                if (
                                                  data68 &&
                                                  typeof data68 == 'object' &&
                                                  !Array.isArray(data68)
                                                ) {
                                                  if (data68.addresses === undefined) {
                                                    data68.addresses = [];
                                                  }
                                                  let missing26;
                                                  if (data68.name === undefined && (missing26 = 'name')) {
                                                    validate13.errors = [{}];
                                                    return false;
                                                  } else {
                                                    const _errs194 = errors;
                                                    for (const key28 in data68) {
                                                      if (
                                                        !func10.call(
                                                          schema14.withoutErrors.properties.spec.properties
                                                            .interfaces.items.properties,
                                                          key28,
                                                        )
                                                      ) {
                                                        validate13.errors = [{}];
                                                        return false;
                                                        break;
                                                      }
                                                    }
                                                    if (_errs194 === errors) {
                                                      if (data68.name !== undefined) {
                                                        let data69 = data68.name;
                                                        const _errs195 = errors;
                                                        if (errors === _errs195) {
                                                          if (typeof data69 === 'string') {
                                                            if (func2(data69) > 40) {
                                                              validate13.errors = [{}];
                                                              return false;
                                                            } else {
                                                              if (!pattern0.test(data69)) {
                                                                validate13.errors = [{}];
                                                                return false;
                                                              }
                                                            }
                                                          } else {
                                                            validate13.errors = [{}];
                                                            return false;
                                                          }
                                                        }
                                                        var valid32 = _errs195 === errors;
                                                      } else {
                                                        var valid32 = true;
                                                      }
                                                      if (valid32) {
                                                        if (data68.mac !== undefined) {
                                                          let data70 = data68.mac;
                                                          const _errs197 = errors;
                                                          if (errors === _errs197) {
                                                            if (typeof data70 === 'string') {
                                                              if (func2(data70) > 17) {
                                                                validate13.errors = [{}];
                                                                return false;
                                                              } else {
                                                                if (!pattern51.test(data70)) {
                                                                  validate13.errors = [{}];
                                                                  return false;
                                                                }
                                                              }
                                                            } else {
                                                              validate13.errors = [{}];
                                                              return false;
                                                            }
                                                          }
                                                          var valid32 = _errs197 === errors;
                                                        } else {
                                                          var valid32 = true;
                                                        }
                                                        if (valid32) {
                                                          let data71 = data68.addresses;
                                                          const _errs199 = errors;
                                                          if (errors === _errs199) {
                                                            if (Array.isArray(data71)) {
                                                              if (data71.length > 16) {
                                                                validate13.errors = [{}];
                                                                return false;
                                                              } else {
                                                                var valid33 = true;
                                                                const len7 = data71.length;
                                                                for (let i7 = 0; i7 < len7; i7++) {
                                                                  let data72 = data71[i7];
                                                                  const _errs201 = errors;
                                                                  if (errors === _errs201) {
                                                                    if (typeof data72 === 'string') {
                                                                      if (func2(data72) > 49) {
                                                                        validate13.errors = [{}];
                                                                        return false;
                                                                      } else {
                                                                        if (!pattern24.test(data72)) {
                                                                          validate13.errors = [{}];
                                                                          return false;
                                                                        }
                                                                      }
                                                                    } else {
                                                                      validate13.errors = [{}];
                                                                      return false;
                                                                    }
                                                                  }
                                                                  var valid33 = _errs201 === errors;
                                                                  if (!valid33) {
                                                                    break;
                                                                  }
                                                                }
                                                                if (valid33) {
                                                                  if (func9(data71, 'set').length > 0) {
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
                                                          var valid32 = _errs199 === errors;
                                                          if (valid32) {
                                                            if (data68.linkState !== undefined) {
                                                              let data73 = data68.linkState;
                                                              const _errs203 = errors;
                                                              if (typeof data73 !== 'string') {
                                                                validate13.errors = [{}];
                                                                return false;
                                                              }
                                                              if (!(data73 === 'up' || data73 === 'down')) {
                                                                validate13.errors = [{}];
                                                                return false;
                                                              }
                                                              var valid32 = _errs203 === errors;
                                                            } else {
                                                              var valid32 = true;
                                                            }
                                                            if (valid32) {
                                                              if (data68.rate !== undefined) {
                                                                let data74 = data68.rate;
                                                                const _errs205 = errors;
                                                                if (errors === _errs205) {
                                                                  if (
                                                                    data74 &&
                                                                    typeof data74 == 'object' &&
                                                                    !Array.isArray(data74)
                                                                  ) {
                                                                    const _errs207 = errors;
                                                                    for (const key29 in data74) {
                                                                      if (!(
                                                                        key29 === 'inboundBytesPerSecond' ||
                                                                        key29 === 'outboundBytesPerSecond'
                                                                      )) {
                                                                        validate13.errors = [{}];
                                                                        return false;
                                                                        break;
                                                                      }
                                                                    }
                                                                    if (_errs207 === errors) {
                                                                      if (
                                                                        data74.inboundBytesPerSecond !==
                                                                        undefined
                                                                      ) {
                                                                        let data75 =
                                                                          data74.inboundBytesPerSecond;
                                                                        const _errs208 = errors;
                                                                        if (errors === _errs208) {
                                                                          if (typeof data75 === 'string') {
                                                                            if (func2(data75) > 24) {
                                                                              validate13.errors = [{}];
                                                                              return false;
                                                                            } else {
                                                                              if (!pattern33.test(data75)) {
                                                                                validate13.errors = [{}];
                                                                                return false;
                                                                              }
                                                                            }
                                                                          } else {
                                                                            validate13.errors = [{}];
                                                                            return false;
                                                                          }
                                                                        }
                                                                        var valid34 = _errs208 === errors;
                                                                      } else {
                                                                        var valid34 = true;
                                                                      }
                                                                      if (valid34) {
                                                                        if (
                                                                          data74.outboundBytesPerSecond !==
                                                                          undefined
                                                                        ) {
                                                                          let data76 =
                                                                            data74.outboundBytesPerSecond;
                                                                          const _errs210 = errors;
                                                                          if (errors === _errs210) {
                                                                            if (typeof data76 === 'string') {
                                                                              if (func2(data76) > 24) {
                                                                                validate13.errors = [{}];
                                                                                return false;
                                                                              } else {
                                                                                if (!pattern33.test(data76)) {
                                                                                  validate13.errors = [{}];
                                                                                  return false;
                                                                                }
                                                                              }
                                                                            } else {
                                                                              validate13.errors = [{}];
                                                                              return false;
                                                                            }
                                                                          }
                                                                          var valid34 = _errs210 === errors;
                                                                        } else {
                                                                          var valid34 = true;
                                                                        }
                                                                      }
                                                                    }
                                                                  } else {
                                                                    validate13.errors = [{}];
                                                                    return false;
                                                                  }
                                                                }
                                                                var valid32 = _errs205 === errors;
                                                              } else {
                                                                var valid32 = true;
                                                              }
                                                              if (valid32) {
                                                                if (data68.tap !== undefined) {
                                                                  let data77 = data68.tap;
                                                                  const _errs212 = errors;
                                                                  if (errors === _errs212) {
                                                                    if (
                                                                      data77 &&
                                                                      typeof data77 == 'object' &&
                                                                      !Array.isArray(data77)
                                                                    ) {
                                                                      let missing27;
                                                                      if (
                                                                        data77.network === undefined &&
                                                                        (missing27 = 'network')
                                                                      ) {
                                                                        validate13.errors = [{}];
                                                                        return false;
                                                                      } else {
                                                                        const _errs214 = errors;
                                                                        for (const key30 in data77) {
                                                                          if (!(key30 === 'network')) {
                                                                            validate13.errors = [{}];
                                                                            return false;
                                                                            break;
                                                                          }
                                                                        }
                                                                        if (_errs214 === errors) {
                                                                          if (data77.network !== undefined) {
                                                                            let data78 = data77.network;
                                                                            const _errs215 = errors;
                                                                            if (errors === _errs215) {
                                                                              if (
                                                                                typeof data78 === 'string'
                                                                              ) {
                                                                                if (func2(data78) > 40) {
                                                                                  validate13.errors = [{}];
                                                                                  return false;
                                                                                } else {
                                                                                  if (
                                                                                    !pattern0.test(data78)
                                                                                  ) {
                                                                                    validate13.errors = [{}];
                                                                                    return false;
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
                                                                  var valid32 = _errs212 === errors;
                                                                } else {
                                                                  var valid32 = true;
                                                                }
                                                                if (valid32) {
                                                                  if (data68.macvtap !== undefined) {
                                                                    let data79 = data68.macvtap;
                                                                    const _errs217 = errors;
                                                                    if (errors === _errs217) {
                                                                      if (
                                                                        data79 &&
                                                                        typeof data79 == 'object' &&
                                                                        !Array.isArray(data79)
                                                                      ) {
                                                                        if (data79.mode === undefined) {
                                                                          data79.mode = 'bridge';
                                                                        }
                                                                        let missing28;
                                                                        if (
                                                                          data79.link === undefined &&
                                                                          (missing28 = 'link')
                                                                        ) {
                                                                          validate13.errors = [{}];
                                                                          return false;
                                                                        } else {
                                                                          const _errs219 = errors;
                                                                          for (const key31 in data79) {
                                                                            if (!(
                                                                              key31 === 'link' ||
                                                                              key31 === 'mode'
                                                                            )) {
                                                                              validate13.errors = [{}];
                                                                              return false;
                                                                              break;
                                                                            }
                                                                          }
                                                                          if (_errs219 === errors) {
                                                                            if (data79.link !== undefined) {
                                                                              let data80 = data79.link;
                                                                              const _errs220 = errors;
                                                                              if (errors === _errs220) {
                                                                                if (
                                                                                  typeof data80 === 'string'
                                                                                ) {
                                                                                  if (func2(data80) > 15) {
                                                                                    validate13.errors = [{}];
                                                                                    return false;
                                                                                  } else {
                                                                                    if (
                                                                                      !pattern23.test(data80)
                                                                                    ) {
                                                                                      validate13.errors = [
                                                                                        {},
                                                                                      ];
                                                                                      return false;
                                                                                    }
                                                                                  }
                                                                                } else {
                                                                                  validate13.errors = [{}];
                                                                                  return false;
                                                                                }
                                                                              }
                                                                              var valid36 =
                                                                                _errs220 === errors;
                                                                            } else {
                                                                              var valid36 = true;
                                                                            }
                                                                            if (valid36) {
                                                                              let data81 = data79.mode;
                                                                              const _errs222 = errors;
                                                                              if (
                                                                                typeof data81 !== 'string'
                                                                              ) {
                                                                                validate13.errors = [{}];
                                                                                return false;
                                                                              }
                                                                              if (!(
                                                                                data81 === 'private' ||
                                                                                data81 === 'vepa' ||
                                                                                data81 === 'bridge' ||
                                                                                data81 === 'passthru'
                                                                              )) {
                                                                                validate13.errors = [{}];
                                                                                return false;
                                                                              }
                                                                              var valid36 =
                                                                                _errs222 === errors;
                                                                            }
                                                                          }
                                                                        }
                                                                      } else {
                                                                        validate13.errors = [{}];
                                                                        return false;
                                                                      }
                                                                    }
                                                                    var valid32 = _errs217 === errors;
                                                                  } else {
                                                                    var valid32 = true;
                                                                  }
                                                                  if (valid32) {
                                                                    if (data68.bridge !== undefined) {
                                                                      let data82 = data68.bridge;
                                                                      const _errs224 = errors;
                                                                      if (errors === _errs224) {
                                                                        if (
                                                                          data82 &&
                                                                          typeof data82 == 'object' &&
                                                                          !Array.isArray(data82)
                                                                        ) {
                                                                          let missing29;
                                                                          if (
                                                                            data82.name === undefined &&
                                                                            (missing29 = 'name')
                                                                          ) {
                                                                            validate13.errors = [{}];
                                                                            return false;
                                                                          } else {
                                                                            const _errs226 = errors;
                                                                            for (const key32 in data82) {
                                                                              if (!(key32 === 'name')) {
                                                                                validate13.errors = [{}];
                                                                                return false;
                                                                                break;
                                                                              }
                                                                            }
                                                                            if (_errs226 === errors) {
                                                                              if (data82.name !== undefined) {
                                                                                let data83 = data82.name;
                                                                                const _errs227 = errors;
                                                                                if (errors === _errs227) {
                                                                                  if (
                                                                                    typeof data83 === 'string'
                                                                                  ) {
                                                                                    if (func2(data83) > 15) {
                                                                                      validate13.errors = [
                                                                                        {},
                                                                                      ];
                                                                                      return false;
                                                                                    } else {
                                                                                      if (
                                                                                        !pattern23.test(
                                                                                          data83,
                                                                                        )
                                                                                      ) {
                                                                                        validate13.errors = [
                                                                                          {},
                                                                                        ];
                                                                                        return false;
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
                                                                      var valid32 = _errs224 === errors;
                                                                    } else {
                                                                      var valid32 = true;
                                                                    }
                                                                    if (valid32) {
                                                                      if (data68.user !== undefined) {
                                                                        let data84 = data68.user;
                                                                        const _errs229 = errors;
                                                                        if (errors === _errs229) {
                                                                          if (
                                                                            data84 &&
                                                                            typeof data84 == 'object' &&
                                                                            !Array.isArray(data84)
                                                                          ) {
                                                                            if (
                                                                              data84.restrict === undefined
                                                                            ) {
                                                                              data84.restrict = false;
                                                                            }
                                                                            if (
                                                                              data84.forwardPorts ===
                                                                              undefined
                                                                            ) {
                                                                              data84.forwardPorts = [];
                                                                            }
                                                                            const _errs231 = errors;
                                                                            for (const key33 in data84) {
                                                                              if (!(
                                                                                key33 === 'restrict' ||
                                                                                key33 === 'forwardPorts'
                                                                              )) {
                                                                                validate13.errors = [{}];
                                                                                return false;
                                                                                break;
                                                                              }
                                                                            }
                                                                            if (_errs231 === errors) {
                                                                              const _errs232 = errors;
                                                                              if (
                                                                                typeof data84.restrict !==
                                                                                'boolean'
                                                                              ) {
                                                                                validate13.errors = [{}];
                                                                                return false;
                                                                              }
                                                                              var valid38 =
                                                                                _errs232 === errors;
                                                                              if (valid38) {
                                                                                let data86 =
                                                                                  data84.forwardPorts;
                                                                                const _errs234 = errors;
                                                                                if (errors === _errs234) {
                                                                                  if (Array.isArray(data86)) {
                                                                                    if (data86.length > 64) {
                                                                                      validate13.errors = [
                                                                                        {},
                                                                                      ];
                                                                                      return false;
                                                                                    } else {
                                                                                      var valid39 = true;
                                                                                      const len8 =
                                                                                        data86.length;
                                                                                      for (
                                                                                        let i8 = 0;
                                                                                        i8 < len8;
                                                                                        i8++
                                                                                      ) {
                                                                                        let data87 =
                                                                                          data86[i8];
                                                                                        const _errs236 =
                                                                                          errors;
                                                                                        if (
                                                                                          errors === _errs236
                                                                                        ) {
                                                                                          if (
                                                                                            data87 &&
                                                                                            typeof data87 ==
                                                                                              'object' &&
                                                                                            !Array.isArray(
                                                                                              data87,
                                                                                            )
                                                                                          ) {
                                                                                            if (
                                                                                              data87.protocol ===
                                                                                              undefined
                                                                                            ) {
                                                                                              data87.protocol =
                                                                                                'tcp';
                                                                                            }
                                                                                            if (
                                                                                              data87.hostAddress ===
                                                                                              undefined
                                                                                            ) {
                                                                                              data87.hostAddress =
                                                                                                '127.0.0.1';
                                                                                            }
                                                                                            let missing30;
                                                                                            if (
                                                                                              (data87.hostPort ===
                                                                                                undefined &&
                                                                                                (missing30 =
                                                                                                  'hostPort')) ||
                                                                                              (data87.guestPort ===
                                                                                                undefined &&
                                                                                                (missing30 =
                                                                                                  'guestPort'))
                                                                                            ) {
                                                                                              validate13.errors =
                                                                                                [{}];
                                                                                              return false;
                                                                                            } else {
                                                                                              const _errs238 =
                                                                                                errors;
                                                                                              for (const key34 in data87) {
                                                                                                if (!(
                                                                                                  key34 ===
                                                                                                    'protocol' ||
                                                                                                  key34 ===
                                                                                                    'hostAddress' ||
                                                                                                  key34 ===
                                                                                                    'hostPort' ||
                                                                                                  key34 ===
                                                                                                    'guestPort'
                                                                                                )) {
                                                                                                  validate13.errors =
                                                                                                    [{}];
                                                                                                  return false;
                                                                                                  break;
                                                                                                }
                                                                                              }
                                                                                              if (
                                                                                                _errs238 ===
                                                                                                errors
                                                                                              ) {
                                                                                                let data88 =
                                                                                                  data87.protocol;
                                                                                                const _errs239 =
                                                                                                  errors;
                                                                                                if (
                                                                                                  typeof data88 !==
                                                                                                  'string'
                                                                                                ) {
                                                                                                  validate13.errors =
                                                                                                    [{}];
                                                                                                  return false;
                                                                                                }
                                                                                                if (!(
                                                                                                  data88 ===
                                                                                                    'tcp' ||
                                                                                                  data88 ===
                                                                                                    'udp'
                                                                                                )) {
                                                                                                  validate13.errors =
                                                                                                    [{}];
                                                                                                  return false;
                                                                                                }
                                                                                                var valid40 =
                                                                                                  _errs239 ===
                                                                                                  errors;
                                                                                                if (valid40) {
                                                                                                  let data89 =
                                                                                                    data87.hostAddress;
                                                                                                  const _errs241 =
                                                                                                    errors;
                                                                                                  if (
                                                                                                    errors ===
                                                                                                    _errs241
                                                                                                  ) {
                                                                                                    if (
                                                                                                      typeof data89 ===
                                                                                                      'string'
                                                                                                    ) {
                                                                                                      if (
                                                                                                        func2(
                                                                                                          data89,
                                                                                                        ) > 15
                                                                                                      ) {
                                                                                                        validate13.errors =
                                                                                                          [
                                                                                                            {},
                                                                                                          ];
                                                                                                        return false;
                                                                                                      } else {
                                                                                                        if (
                                                                                                          !pattern58.test(
                                                                                                            data89,
                                                                                                          )
                                                                                                        ) {
                                                                                                          validate13.errors =
                                                                                                            [
                                                                                                              {},
                                                                                                            ];
                                                                                                          return false;
                                                                                                        }
                                                                                                      }
                                                                                                    } else {
                                                                                                      validate13.errors =
                                                                                                        [{}];
                                                                                                      return false;
                                                                                                    }
                                                                                                  }
                                                                                                  var valid40 =
                                                                                                    _errs241 ===
                                                                                                    errors;
                                                                                                  if (
                                                                                                    valid40
                                                                                                  ) {
                                                                                                    if (
                                                                                                      data87.hostPort !==
                                                                                                      undefined
                                                                                                    ) {
                                                                                                      let data90 =
                                                                                                        data87.hostPort;
                                                                                                      const _errs243 =
                                                                                                        errors;
                                                                                                      if (!(
                                                                                                        typeof data90 ==
                                                                                                          'number' &&
                                                                                                        !(
                                                                                                          data90 %
                                                                                                          1
                                                                                                        ) &&
                                                                                                        !isNaN(
                                                                                                          data90,
                                                                                                        ) &&
                                                                                                        isFinite(
                                                                                                          data90,
                                                                                                        )
                                                                                                      )) {
                                                                                                        validate13.errors =
                                                                                                          [
                                                                                                            {},
                                                                                                          ];
                                                                                                        return false;
                                                                                                      }
                                                                                                      if (
                                                                                                        errors ===
                                                                                                        _errs243
                                                                                                      ) {
                                                                                                        if (
                                                                                                          typeof data90 ==
                                                                                                            'number' &&
                                                                                                          isFinite(
                                                                                                            data90,
                                                                                                          )
                                                                                                        ) {
                                                                                                          if (
                                                                                                            data90 >
                                                                                                              65535 ||
                                                                                                            isNaN(
                                                                                                              data90,
                                                                                                            )
                                                                                                          ) {
                                                                                                            validate13.errors =
                                                                                                              [
                                                                                                                {},
                                                                                                              ];
                                                                                                            return false;
                                                                                                          } else {
                                                                                                            if (
                                                                                                              data90 <
                                                                                                                1 ||
                                                                                                              isNaN(
                                                                                                                data90,
                                                                                                              )
                                                                                                            ) {
                                                                                                              validate13.errors =
                                                                                                                [
                                                                                                                  {},
                                                                                                                ];
                                                                                                              return false;
                                                                                                            }
                                                                                                          }
                                                                                                        }
                                                                                                      }
                                                                                                      var valid40 =
                                                                                                        _errs243 ===
                                                                                                        errors;
                                                                                                    } else {
                                                                                                      var valid40 = true;
                                                                                                    }
                                                                                                    if (
                                                                                                      valid40
                                                                                                    ) {
                                                                                                      if (
                                                                                                        data87.guestPort !==
                                                                                                        undefined
                                                                                                      ) {
                                                                                                        let data91 =
                                                                                                          data87.guestPort;
                                                                                                        const _errs245 =
                                                                                                          errors;
                                                                                                        if (!(
                                                                                                          typeof data91 ==
                                                                                                            'number' &&
                                                                                                          !(
                                                                                                            data91 %
                                                                                                            1
                                                                                                          ) &&
                                                                                                          !isNaN(
                                                                                                            data91,
                                                                                                          ) &&
                                                                                                          isFinite(
                                                                                                            data91,
                                                                                                          )
                                                                                                        )) {
                                                                                                          validate13.errors =
                                                                                                            [
                                                                                                              {},
                                                                                                            ];
                                                                                                          return false;
                                                                                                        }
                                                                                                        if (
                                                                                                          errors ===
                                                                                                          _errs245
                                                                                                        ) {
                                                                                                          if (
                                                                                                            typeof data91 ==
                                                                                                              'number' &&
                                                                                                            isFinite(
                                                                                                              data91,
                                                                                                            )
                                                                                                          ) {
                                                                                                            if (
                                                                                                              data91 >
                                                                                                                65535 ||
                                                                                                              isNaN(
                                                                                                                data91,
                                                                                                              )
                                                                                                            ) {
                                                                                                              validate13.errors =
                                                                                                                [
                                                                                                                  {},
                                                                                                                ];
                                                                                                              return false;
                                                                                                            } else {
                                                                                                              if (
                                                                                                                data91 <
                                                                                                                  1 ||
                                                                                                                isNaN(
                                                                                                                  data91,
                                                                                                                )
                                                                                                              ) {
                                                                                                                validate13.errors =
                                                                                                                  [
                                                                                                                    {},
                                                                                                                  ];
                                                                                                                return false;
                                                                                                              }
                                                                                                            }
                                                                                                          }
                                                                                                        }
                                                                                                        var valid40 =
                                                                                                          _errs245 ===
                                                                                                          errors;
                                                                                                      } else {
                                                                                                        var valid40 = true;
                                                                                                      }
                                                                                                    }
                                                                                                  }
                                                                                                }
                                                                                              }
                                                                                            }
                                                                                          } else {
                                                                                            validate13.errors =
                                                                                              [{}];
                                                                                            return false;
                                                                                          }
                                                                                        }
                                                                                        var valid39 =
                                                                                          _errs236 === errors;
                                                                                        if (!valid39) {
                                                                                          break;
                                                                                        }
                                                                                      }
                                                                                      if (valid39) {
                                                                                        if (
                                                                                          func9(
                                                                                            data86,
                                                                                            'atomic',
                                                                                          ).length > 0
                                                                                        ) {
                                                                                          validate13.errors =
                                                                                            [{}];
                                                                                          return false;
                                                                                        }
                                                                                      }
                                                                                    }
                                                                                  } else {
                                                                                    validate13.errors = [{}];
                                                                                    return false;
                                                                                  }
                                                                                }
                                                                                var valid38 =
                                                                                  _errs234 === errors;
                                                                              }
                                                                            }
                                                                          } else {
                                                                            validate13.errors = [{}];
                                                                            return false;
                                                                          }
                                                                        }
                                                                        var valid32 = _errs229 === errors;
                                                                      } else {
                                                                        var valid32 = true;
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
                                              var valid30 = _errs187 === errors;
                                              if (!valid30) {
                                                break;
                                              }
                                            }
                                            if (valid30) {
                                              if (func32(data67, 'name').length > 0) {
                                                validate13.errors = [{}];
                                                return false;
                                              } else {
                                                if (func9(data67, 'map').length > 0) {
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
                                      var valid7 = _errs185 === errors;
                                      if (valid7) {
                                        let data92 = data7.devices;
                                        const _errs247 = errors;
                                        if (errors === _errs247) {
                                          if (Array.isArray(data92)) {
                                            if (data92.length > 8) {
                                              validate13.errors = [{}];
                                              return false;
                                            } else {
                                              var valid41 = true;
                                              const len9 = data92.length;
                                              for (let i9 = 0; i9 < len9; i9++) {
                                                let data93 = data92[i9];
                                                const _errs249 = errors;
                                                const _errs251 = errors;
                                                let valid42 = false;
                                                let passing5 = null;
                                                const _errs252 = errors;
                                                if (
                                                  data93 &&
                                                  typeof data93 == 'object' &&
                                                  !Array.isArray(data93)
                                                ) {
                                                  let missing31;
                                                  if (data93.pci === undefined && (missing31 = 'pci')) {
                                                    const err30 = {};
                                                    if (vErrors === null) {
                                                      vErrors = [err30];
                                                    } else {
                                                      vErrors.push(err30);
                                                    }
                                                    errors++;
                                                  }
                                                }
                                                var _valid5 = _errs252 === errors;
                                                if (_valid5) {
                                                  valid42 = true;
                                                  passing5 = 0;
                                                }
                                                const _errs253 = errors;
                                                if (
                                                  data93 &&
                                                  typeof data93 == 'object' &&
                                                  !Array.isArray(data93)
                                                ) {
                                                  let missing32;
                                                  if (data93.usb === undefined && (missing32 = 'usb')) {
                                                    const err31 = {};
                                                    if (vErrors === null) {
                                                      vErrors = [err31];
                                                    } else {
                                                      vErrors.push(err31);
                                                    }
                                                    errors++;
                                                  }
                                                }
                                                var _valid5 = _errs253 === errors;
                                                if (_valid5 && valid42) {
                                                  valid42 = false;
                                                  passing5 = [passing5, 1];
                                                } else {
                                                  if (_valid5) {
                                                    valid42 = true;
                                                    passing5 = 1;
                                                  }
                                                }
                                                if (!valid42) {
                                                  const err32 = {};
                                                  if (vErrors === null) {
                                                    vErrors = [err32];
                                                  } else {
                                                    vErrors.push(err32);
                                                  }
                                                  errors++;
                                                  validate13.errors = vErrors;
                                                  return false;
                                                } else {
                                                  errors = _errs251;
                                                  if (vErrors !== null) {
                                                    if (_errs251) {
                                                      vErrors.length = _errs251;
                                                    } else {
                                                      vErrors = null;
                                                    }
                                                  }
                                                }
                                                if (errors === _errs249) {
                                                  if (
                                                    data93 &&
                                                    typeof data93 == 'object' &&
                                                    !Array.isArray(data93)
                                                  ) {
                                                    const _errs254 = errors;
                                                    for (const key35 in data93) {
                                                      if (!(key35 === 'pci' || key35 === 'usb')) {
                                                        validate13.errors = [{}];
                                                        return false;
                                                        break;
                                                      }
                                                    }
                                                    if (_errs254 === errors) {
                                                      if (data93.pci !== undefined) {
                                                        let data94 = data93.pci;
                                                        const _errs255 = errors;
                                                        if (errors === _errs255) {
                                                          if (
                                                            data94 &&
                                                            typeof data94 == 'object' &&
                                                            !Array.isArray(data94)
                                                          ) {
                                                            let missing33;
                                                            if (
                                                              data94.address === undefined &&
                                                              (missing33 = 'address')
                                                            ) {
                                                              validate13.errors = [{}];
                                                              return false;
                                                            } else {
                                                              const _errs257 = errors;
                                                              for (const key36 in data94) {
                                                                if (!(key36 === 'address')) {
                                                                  validate13.errors = [{}];
                                                                  return false;
                                                                  break;
                                                                }
                                                              }
                                                              if (_errs257 === errors) {
                                                                if (data94.address !== undefined) {
                                                                  let data95 = data94.address;
                                                                  const _errs258 = errors;
                                                                  if (errors === _errs258) {
                                                                    if (typeof data95 === 'string') {
                                                                      if (func2(data95) > 12) {
                                                                        validate13.errors = [{}];
                                                                        return false;
                                                                      } else {
                                                                        if (!pattern59.test(data95)) {
                                                                          validate13.errors = [{}];
                                                                          return false;
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
                                                        var valid43 = _errs255 === errors;
                                                      } else {
                                                        var valid43 = true;
                                                      }
                                                      if (valid43) {
                                                        if (data93.usb !== undefined) {
                                                          let data96 = data93.usb;
                                                          const _errs260 = errors;
                                                          if (errors === _errs260) {
                                                            if (
                                                              data96 &&
                                                              typeof data96 == 'object' &&
                                                              !Array.isArray(data96)
                                                            ) {
                                                              let missing34;
                                                              if (
                                                                (data96.vendorId === undefined &&
                                                                  (missing34 = 'vendorId')) ||
                                                                (data96.productId === undefined &&
                                                                  (missing34 = 'productId'))
                                                              ) {
                                                                validate13.errors = [{}];
                                                                return false;
                                                              } else {
                                                                const _errs262 = errors;
                                                                for (const key37 in data96) {
                                                                  if (!(
                                                                    key37 === 'vendorId' ||
                                                                    key37 === 'productId'
                                                                  )) {
                                                                    validate13.errors = [{}];
                                                                    return false;
                                                                    break;
                                                                  }
                                                                }
                                                                if (_errs262 === errors) {
                                                                  if (data96.vendorId !== undefined) {
                                                                    let data97 = data96.vendorId;
                                                                    const _errs263 = errors;
                                                                    if (errors === _errs263) {
                                                                      if (typeof data97 === 'string') {
                                                                        if (func2(data97) > 4) {
                                                                          validate13.errors = [{}];
                                                                          return false;
                                                                        } else {
                                                                          if (!pattern60.test(data97)) {
                                                                            validate13.errors = [{}];
                                                                            return false;
                                                                          }
                                                                        }
                                                                      } else {
                                                                        validate13.errors = [{}];
                                                                        return false;
                                                                      }
                                                                    }
                                                                    var valid45 = _errs263 === errors;
                                                                  } else {
                                                                    var valid45 = true;
                                                                  }
                                                                  if (valid45) {
                                                                    if (data96.productId !== undefined) {
                                                                      let data98 = data96.productId;
                                                                      const _errs265 = errors;
                                                                      if (errors === _errs265) {
                                                                        if (typeof data98 === 'string') {
                                                                          if (func2(data98) > 4) {
                                                                            validate13.errors = [{}];
                                                                            return false;
                                                                          } else {
                                                                            if (!pattern60.test(data98)) {
                                                                              validate13.errors = [{}];
                                                                              return false;
                                                                            }
                                                                          }
                                                                        } else {
                                                                          validate13.errors = [{}];
                                                                          return false;
                                                                        }
                                                                      }
                                                                      var valid45 = _errs265 === errors;
                                                                    } else {
                                                                      var valid45 = true;
                                                                    }
                                                                  }
                                                                }
                                                              }
                                                            } else {
                                                              validate13.errors = [{}];
                                                              return false;
                                                            }
                                                          }
                                                          var valid43 = _errs260 === errors;
                                                        } else {
                                                          var valid43 = true;
                                                        }
                                                      }
                                                    }
                                                  } else {
                                                    validate13.errors = [{}];
                                                    return false;
                                                  }
                                                }
                                                var valid41 = _errs249 === errors;
                                                if (!valid41) {
                                                  break;
                                                }
                                              }
                                              if (valid41) {
                                                if (func9(data92, 'atomic').length > 0) {
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
                                        var valid7 = _errs247 === errors;
                                        if (valid7) {
                                          if (data7.bootstrap !== undefined) {
                                            let data99 = data7.bootstrap;
                                            const _errs267 = errors;
                                            if (errors === _errs267) {
                                              if (
                                                data99 &&
                                                typeof data99 == 'object' &&
                                                !Array.isArray(data99)
                                              ) {
                                                const _errs269 = errors;
                                                for (const key38 in data99) {
                                                  if (!(key38 === 'hostname')) {
                                                    validate13.errors = [{}];
                                                    return false;
                                                    break;
                                                  }
                                                }
                                                if (_errs269 === errors) {
                                                  if (data99.hostname !== undefined) {
                                                    let data100 = data99.hostname;
                                                    const _errs270 = errors;
                                                    if (errors === _errs270) {
                                                      if (typeof data100 === 'string') {
                                                        if (func2(data100) > 253) {
                                                          validate13.errors = [{}];
                                                          return false;
                                                        } else {
                                                          if (!pattern62.test(data100)) {
                                                            validate13.errors = [{}];
                                                            return false;
                                                          }
                                                        }
                                                      } else {
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
                                            var valid7 = _errs267 === errors;
                                          } else {
                                            var valid7 = true;
                                          }
                                          if (valid7) {
                                            if (data7.guestAgent !== undefined) {
                                              let data101 = data7.guestAgent;
                                              const _errs272 = errors;
                                              if (errors === _errs272) {
                                                if (
                                                  data101 &&
                                                  typeof data101 == 'object' &&
                                                  !Array.isArray(data101)
                                                ) {
                                                  let missing35;
                                                  if (
                                                    data101.enabled === undefined &&
                                                    (missing35 = 'enabled')
                                                  ) {
                                                    validate13.errors = [{}];
                                                    return false;
                                                  } else {
                                                    const _errs274 = errors;
                                                    for (const key39 in data101) {
                                                      if (!(key39 === 'enabled')) {
                                                        validate13.errors = [{}];
                                                        return false;
                                                        break;
                                                      }
                                                    }
                                                    if (_errs274 === errors) {
                                                      if (data101.enabled !== undefined) {
                                                        if (typeof data101.enabled !== 'boolean') {
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
                                              var valid7 = _errs272 === errors;
                                            } else {
                                              var valid7 = true;
                                            }
                                            if (valid7) {
                                              if (data7.readiness !== undefined) {
                                                let data103 = data7.readiness;
                                                const _errs277 = errors;
                                                const _errs279 = errors;
                                                let valid48 = false;
                                                let passing6 = null;
                                                const _errs280 = errors;
                                                if (
                                                  data103 &&
                                                  typeof data103 == 'object' &&
                                                  !Array.isArray(data103)
                                                ) {
                                                  let missing36;
                                                  if (
                                                    data103.running === undefined &&
                                                    (missing36 = 'running')
                                                  ) {
                                                    const err33 = {};
                                                    if (vErrors === null) {
                                                      vErrors = [err33];
                                                    } else {
                                                      vErrors.push(err33);
                                                    }
                                                    errors++;
                                                  }
                                                }
                                                var _valid6 = _errs280 === errors;
                                                if (_valid6) {
                                                  valid48 = true;
                                                  passing6 = 0;
                                                }
                                                const _errs281 = errors;
                                                if (
                                                  data103 &&
                                                  typeof data103 == 'object' &&
                                                  !Array.isArray(data103)
                                                ) {
                                                  let missing37;
                                                  if (
                                                    data103.console === undefined &&
                                                    (missing37 = 'console')
                                                  ) {
                                                    const err34 = {};
                                                    if (vErrors === null) {
                                                      vErrors = [err34];
                                                    } else {
                                                      vErrors.push(err34);
                                                    }
                                                    errors++;
                                                  }
                                                }
                                                var _valid6 = _errs281 === errors;
                                                if (_valid6 && valid48) {
                                                  valid48 = false;
                                                  passing6 = [passing6, 1];
                                                } else {
                                                  if (_valid6) {
                                                    valid48 = true;
                                                    passing6 = 1;
                                                  }
                                                  const _errs282 = errors;
                                                  if (
                                                    data103 &&
                                                    typeof data103 == 'object' &&
                                                    !Array.isArray(data103)
                                                  ) {
                                                    let missing38;
                                                    if (
                                                      data103.guestAgent === undefined &&
                                                      (missing38 = 'guestAgent')
                                                    ) {
                                                      const err35 = {};
                                                      if (vErrors === null) {
                                                        vErrors = [err35];
                                                      } else {
                                                        vErrors.push(err35);
                                                      }
                                                      errors++;
                                                    }
                                                  }
                                                  var _valid6 = _errs282 === errors;
                                                  if (_valid6 && valid48) {
                                                    valid48 = false;
                                                    passing6 = [passing6, 2];
                                                  } else {
                                                    if (_valid6) {
                                                      valid48 = true;
                                                      passing6 = 2;
                                                    }
                                                  }
                                                }
                                                if (!valid48) {
                                                  const err36 = {};
                                                  if (vErrors === null) {
                                                    vErrors = [err36];
                                                  } else {
                                                    vErrors.push(err36);
                                                  }
                                                  errors++;
                                                  validate13.errors = vErrors;
                                                  return false;
                                                } else {
                                                  errors = _errs279;
                                                  if (vErrors !== null) {
                                                    if (_errs279) {
                                                      vErrors.length = _errs279;
                                                    } else {
                                                      vErrors = null;
                                                    }
                                                  }
                                                }
                                                if (errors === _errs277) {
                                                  if (
                                                    data103 &&
                                                    typeof data103 == 'object' &&
                                                    !Array.isArray(data103)
                                                  ) {
                                                    const _errs283 = errors;
                                                    for (const key40 in data103) {
                                                      if (!(
                                                        key40 === 'running' ||
                                                        key40 === 'console' ||
                                                        key40 === 'guestAgent' ||
                                                        key40 === 'timeout'
                                                      )) {
                                                        validate13.errors = [{}];
                                                        return false;
                                                        break;
                                                      }
                                                    }
                                                    if (_errs283 === errors) {
                                                      if (data103.running !== undefined) {
                                                        let data104 = data103.running;
                                                        const _errs284 = errors;
                                                        if (errors === _errs284) {
                                                          if (
                                                            data104 &&
                                                            typeof data104 == 'object' &&
                                                            !Array.isArray(data104)
                                                          ) {
                                                            for (const key41 in data104) {
                                                              validate13.errors = [{}];
                                                              return false;
                                                              break;
                                                            }
                                                          } else {
                                                            validate13.errors = [{}];
                                                            return false;
                                                          }
                                                        }
                                                        var valid49 = _errs284 === errors;
                                                      } else {
                                                        var valid49 = true;
                                                      }
                                                      if (valid49) {
                                                        if (data103.console !== undefined) {
                                                          let data105 = data103.console;
                                                          const _errs287 = errors;
                                                          if (errors === _errs287) {
                                                            if (
                                                              data105 &&
                                                              typeof data105 == 'object' &&
                                                              !Array.isArray(data105)
                                                            ) {
                                                              let missing39;
                                                              if (
                                                                data105.contains === undefined &&
                                                                (missing39 = 'contains')
                                                              ) {
                                                                validate13.errors = [{}];
                                                                return false;
                                                              } else {
                                                                const _errs289 = errors;
                                                                for (const key42 in data105) {
                                                                  if (!(key42 === 'contains')) {
                                                                    validate13.errors = [{}];
                                                                    return false;
                                                                    break;
                                                                  }
                                                                }
                                                                if (_errs289 === errors) {
                                                                  if (data105.contains !== undefined) {
                                                                    let data106 = data105.contains;
                                                                    const _errs290 = errors;
                                                                    if (errors === _errs290) {
                                                                      if (typeof data106 === 'string') {
                                                                        if (func2(data106) > 256) {
                                                                          validate13.errors = [{}];
                                                                          return false;
                                                                        } else {
                                                                          if (func2(data106) < 1) {
                                                                            validate13.errors = [{}];
                                                                            return false;
                                                                          } else {
                                                                            if (!pattern32.test(data106)) {
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
                                                          var valid49 = _errs287 === errors;
                                                        } else {
                                                          var valid49 = true;
                                                        }
                                                        if (valid49) {
                                                          if (data103.guestAgent !== undefined) {
                                                            let data107 = data103.guestAgent;
                                                            const _errs292 = errors;
                                                            if (errors === _errs292) {
                                                              if (
                                                                data107 &&
                                                                typeof data107 == 'object' &&
                                                                !Array.isArray(data107)
                                                              ) {
                                                                for (const key43 in data107) {
                                                                  validate13.errors = [{}];
                                                                  return false;
                                                                  break;
                                                                }
                                                              } else {
                                                                validate13.errors = [{}];
                                                                return false;
                                                              }
                                                            }
                                                            var valid49 = _errs292 === errors;
                                                          } else {
                                                            var valid49 = true;
                                                          }
                                                          if (valid49) {
                                                            if (data103.timeout !== undefined) {
                                                              let data108 = data103.timeout;
                                                              const _errs295 = errors;
                                                              if (errors === _errs295) {
                                                                if (typeof data108 === 'string') {
                                                                  if (func2(data108) > 32) {
                                                                    validate13.errors = [{}];
                                                                    return false;
                                                                  } else {
                                                                    if (!pattern64.test(data108)) {
                                                                      validate13.errors = [{}];
                                                                      return false;
                                                                    }
                                                                  }
                                                                } else {
                                                                  validate13.errors = [{}];
                                                                  return false;
                                                                }
                                                              }
                                                              var valid49 = _errs295 === errors;
                                                            } else {
                                                              var valid49 = true;
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
                                                var valid7 = _errs277 === errors;
                                              } else {
                                                var valid7 = true;
                                              }
                                              if (valid7) {
                                                let data109 = data7.dependsOn;
                                                const _errs297 = errors;
                                                if (errors === _errs297) {
                                                  if (Array.isArray(data109)) {
                                                    if (data109.length > 32) {
                                                      validate13.errors = [{}];
                                                      return false;
                                                    } else {
                                                      var valid51 = true;
                                                      const len10 = data109.length;
                                                      for (let i10 = 0; i10 < len10; i10++) {
                                                        let data110 = data109[i10];
                                                        const _errs299 = errors;
                                                        if (errors === _errs299) {
                                                          if (
                                                            data110 &&
                                                            typeof data110 == 'object' &&
                                                            !Array.isArray(data110)
                                                          ) {
                                                            if (data110.condition === undefined) {
                                                              data110.condition = 'Ready';
                                                            }
                                                            let missing40;
                                                            if (
                                                              data110.name === undefined &&
                                                              (missing40 = 'name')
                                                            ) {
                                                              validate13.errors = [{}];
                                                              return false;
                                                            } else {
                                                              const _errs301 = errors;
                                                              for (const key44 in data110) {
                                                                if (!(
                                                                  key44 === 'name' || key44 === 'condition'
                                                                )) {
                                                                  validate13.errors = [{}];
                                                                  return false;
                                                                  break;
                                                                }
                                                              }
                                                              if (_errs301 === errors) {
                                                                if (data110.name !== undefined) {
                                                                  let data111 = data110.name;
                                                                  const _errs302 = errors;
                                                                  if (errors === _errs302) {
                                                                    if (typeof data111 === 'string') {
                                                                      if (func2(data111) > 40) {
                                                                        validate13.errors = [{}];
                                                                        return false;
                                                                      } else {
                                                                        if (!pattern0.test(data111)) {
                                                                          validate13.errors = [{}];
                                                                          return false;
                                                                        }
                                                                      }
                                                                    } else {
                                                                      validate13.errors = [{}];
                                                                      return false;
                                                                    }
                                                                  }
                                                                  var valid52 = _errs302 === errors;
                                                                } else {
                                                                  var valid52 = true;
                                                                }
                                                                if (valid52) {
                                                                  let data112 = data110.condition;
                                                                  const _errs304 = errors;
                                                                  if (typeof data112 !== 'string') {
                                                                    validate13.errors = [{}];
                                                                    return false;
                                                                  }
                                                                  if (!(data112 === 'Ready')) {
                                                                    validate13.errors = [{}];
                                                                    return false;
                                                                  }
                                                                  var valid52 = _errs304 === errors;
                                                                }
                                                              }
                                                            }
                                                          } else {
                                                            validate13.errors = [{}];
                                                            return false;
                                                          }
                                                        }
                                                        var valid51 = _errs299 === errors;
                                                        if (!valid51) {
                                                          break;
                                                        }
                                                      }
                                                      if (valid51) {
                                                        if (func32(data109, 'name').length > 0) {
                                                          validate13.errors = [{}];
                                                          return false;
                                                        } else {
                                                          if (func9(data109, 'map').length > 0) {
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
                                                var valid7 = _errs297 === errors;
                                                if (valid7) {
                                                  if (data7.preStart !== undefined) {
                                                    let data113 = data7.preStart;
                                                    const _errs306 = errors;
                                                    if (errors === _errs306) {
                                                      if (Array.isArray(data113)) {
                                                        if (data113.length > 16) {
                                                          validate13.errors = [{}];
                                                          return false;
                                                        } else {
                                                          var valid53 = true;
                                                          const len11 = data113.length;
                                                          for (let i11 = 0; i11 < len11; i11++) {
                                                            let data114 = data113[i11];
                                                            const _errs308 = errors;
                                                            if (errors === _errs308) {
                                                              if (
                                                                data114 &&
                                                                typeof data114 == 'object' &&
                                                                !Array.isArray(data114)
                                                              ) {
                                                                let missing41;
                                                                if (
                                                                  data114.command === undefined &&
                                                                  (missing41 = 'command')
                                                                ) {
                                                                  validate13.errors = [{}];
                                                                  return false;
                                                                } else {
                                                                  const _errs310 = errors;
                                                                  for (const key45 in data114) {
                                                                    if (!(
                                                                      key45 === 'command' ||
                                                                      key45 === 'timeout'
                                                                    )) {
                                                                      validate13.errors = [{}];
                                                                      return false;
                                                                      break;
                                                                    }
                                                                  }
                                                                  if (_errs310 === errors) {
                                                                    if (data114.command !== undefined) {
                                                                      let data115 = data114.command;
                                                                      const _errs311 = errors;
                                                                      if (errors === _errs311) {
                                                                        if (Array.isArray(data115)) {
                                                                          if (data115.length > 64) {
                                                                            validate13.errors = [{}];
                                                                            return false;
                                                                          } else {
                                                                            if (data115.length < 1) {
                                                                              validate13.errors = [{}];
                                                                              return false;
                                                                            } else {
                                                                              var valid55 = true;
                                                                              const len12 = data115.length;
                                                                              for (
                                                                                let i12 = 0;
                                                                                i12 < len12;
                                                                                i12++
                                                                              ) {
                                                                                let data116 = data115[i12];
                                                                                const _errs313 = errors;
                                                                                if (errors === _errs313) {
                                                                                  if (
                                                                                    typeof data116 ===
                                                                                    'string'
                                                                                  ) {
                                                                                    if (
                                                                                      func2(data116) > 4096
                                                                                    ) {
                                                                                      validate13.errors = [
                                                                                        {},
                                                                                      ];
                                                                                      return false;
                                                                                    } else {
                                                                                      if (
                                                                                        !pattern66.test(
                                                                                          data116,
                                                                                        )
                                                                                      ) {
                                                                                        validate13.errors = [
                                                                                          {},
                                                                                        ];
                                                                                        return false;
                                                                                      }
                                                                                    }
                                                                                  } else {
                                                                                    validate13.errors = [{}];
                                                                                    return false;
                                                                                  }
                                                                                }
                                                                                var valid55 =
                                                                                  _errs313 === errors;
                                                                                if (!valid55) {
                                                                                  break;
                                                                                }
                                                                              }
                                                                              if (valid55) {
                                                                                if (
                                                                                  func9(data115, 'atomic')
                                                                                    .length > 0
                                                                                ) {
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
                                                                      var valid54 = _errs311 === errors;
                                                                    } else {
                                                                      var valid54 = true;
                                                                    }
                                                                    if (valid54) {
                                                                      if (data114.timeout !== undefined) {
                                                                        let data117 = data114.timeout;
                                                                        const _errs315 = errors;
                                                                        if (errors === _errs315) {
                                                                          if (typeof data117 === 'string') {
                                                                            if (func2(data117) > 32) {
                                                                              validate13.errors = [{}];
                                                                              return false;
                                                                            } else {
                                                                              if (!pattern64.test(data117)) {
                                                                                validate13.errors = [{}];
                                                                                return false;
                                                                              }
                                                                            }
                                                                          } else {
                                                                            validate13.errors = [{}];
                                                                            return false;
                                                                          }
                                                                        }
                                                                        var valid54 = _errs315 === errors;
                                                                      } else {
                                                                        var valid54 = true;
                                                                      }
                                                                    }
                                                                  }
                                                                }
                                                              } else {
                                                                validate13.errors = [{}];
                                                                return false;
                                                              }
                                                            }
                                                            var valid53 = _errs308 === errors;
                                                            if (!valid53) {
                                                              break;
                                                            }
                                                          }
                                                          if (valid53) {
                                                            if (func9(data113, 'atomic').length > 0) {
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
                                                    var valid7 = _errs306 === errors;
                                                  } else {
                                                    var valid7 = true;
                                                  }
                                                  if (valid7) {
                                                    if (data7.shutdown !== undefined) {
                                                      let data118 = data7.shutdown;
                                                      const _errs317 = errors;
                                                      if (errors === _errs317) {
                                                        if (
                                                          data118 &&
                                                          typeof data118 == 'object' &&
                                                          !Array.isArray(data118)
                                                        ) {
                                                          const _errs319 = errors;
                                                          for (const key46 in data118) {
                                                            if (!(
                                                              key46 === 'timeout' || key46 === 'method'
                                                            )) {
                                                              validate13.errors = [{}];
                                                              return false;
                                                              break;
                                                            }
                                                          }
                                                          if (_errs319 === errors) {
                                                            if (data118.timeout !== undefined) {
                                                              let data119 = data118.timeout;
                                                              const _errs320 = errors;
                                                              if (errors === _errs320) {
                                                                if (typeof data119 === 'string') {
                                                                  if (func2(data119) > 32) {
                                                                    validate13.errors = [{}];
                                                                    return false;
                                                                  } else {
                                                                    if (!pattern64.test(data119)) {
                                                                      validate13.errors = [{}];
                                                                      return false;
                                                                    }
                                                                  }
                                                                } else {
                                                                  validate13.errors = [{}];
                                                                  return false;
                                                                }
                                                              }
                                                              var valid56 = _errs320 === errors;
                                                            } else {
                                                              var valid56 = true;
                                                            }
                                                            if (valid56) {
                                                              if (data118.method !== undefined) {
                                                                let data120 = data118.method;
                                                                const _errs322 = errors;
                                                                if (typeof data120 !== 'string') {
                                                                  validate13.errors = [{}];
                                                                  return false;
                                                                }
                                                                if (!(
                                                                  data120 === 'Powerdown' ||
                                                                  data120 === 'CtrlAltDel' ||
                                                                  data120 === 'Quit' ||
                                                                  data120 === 'Kill'
                                                                )) {
                                                                  validate13.errors = [{}];
                                                                  return false;
                                                                }
                                                                var valid56 = _errs322 === errors;
                                                              } else {
                                                                var valid56 = true;
                                                              }
                                                            }
                                                          }
                                                        } else {
                                                          validate13.errors = [{}];
                                                          return false;
                                                        }
                                                      }
                                                      var valid7 = _errs317 === errors;
                                                    } else {
                                                      var valid7 = true;
                                                    }
                                                    if (valid7) {
                                                      if (data7.update !== undefined) {
                                                        let data121 = data7.update;
                                                        const _errs324 = errors;
                                                        if (errors === _errs324) {
                                                          if (
                                                            data121 &&
                                                            typeof data121 == 'object' &&
                                                            !Array.isArray(data121)
                                                          ) {
                                                            const _errs326 = errors;
                                                            for (const key47 in data121) {
                                                              if (!(
                                                                key47 === 'approval' ||
                                                                key47 === 'when' ||
                                                                key47 === 'onFailure' ||
                                                                key47 === 'deadline' ||
                                                                key47 === 'window' ||
                                                                key47 === 'snapshotBefore'
                                                              )) {
                                                                validate13.errors = [{}];
                                                                return false;
                                                                break;
                                                              }
                                                            }
                                                            if (_errs326 === errors) {
                                                              if (data121.approval !== undefined) {
                                                                let data122 = data121.approval;
                                                                const _errs327 = errors;
                                                                if (typeof data122 !== 'string') {
                                                                  validate13.errors = [{}];
                                                                  return false;
                                                                }
                                                                if (!(
                                                                  data122 === 'Manual' ||
                                                                  data122 === 'ManualAll' ||
                                                                  data122 === 'Automatic'
                                                                )) {
                                                                  validate13.errors = [{}];
                                                                  return false;
                                                                }
                                                                var valid57 = _errs327 === errors;
                                                              } else {
                                                                var valid57 = true;
                                                              }
                                                              if (valid57) {
                                                                if (data121.when !== undefined) {
                                                                  let data123 = data121.when;
                                                                  const _errs329 = errors;
                                                                  if (typeof data123 !== 'string') {
                                                                    validate13.errors = [{}];
                                                                    return false;
                                                                  }
                                                                  if (!(
                                                                    data123 === 'Now' ||
                                                                    data123 === 'NextBoot' ||
                                                                    data123 === 'Window'
                                                                  )) {
                                                                    validate13.errors = [{}];
                                                                    return false;
                                                                  }
                                                                  var valid57 = _errs329 === errors;
                                                                } else {
                                                                  var valid57 = true;
                                                                }
                                                                if (valid57) {
                                                                  if (data121.onFailure !== undefined) {
                                                                    let data124 = data121.onFailure;
                                                                    const _errs331 = errors;
                                                                    if (typeof data124 !== 'string') {
                                                                      validate13.errors = [{}];
                                                                      return false;
                                                                    }
                                                                    if (!(
                                                                      data124 === 'Keep' ||
                                                                      data124 === 'Rollback'
                                                                    )) {
                                                                      validate13.errors = [{}];
                                                                      return false;
                                                                    }
                                                                    var valid57 = _errs331 === errors;
                                                                  } else {
                                                                    var valid57 = true;
                                                                  }
                                                                  if (valid57) {
                                                                    if (data121.deadline !== undefined) {
                                                                      let data125 = data121.deadline;
                                                                      const _errs333 = errors;
                                                                      if (errors === _errs333) {
                                                                        if (typeof data125 === 'string') {
                                                                          if (func2(data125) > 24) {
                                                                            validate13.errors = [{}];
                                                                            return false;
                                                                          } else {
                                                                            if (!pattern64.test(data125)) {
                                                                              validate13.errors = [{}];
                                                                              return false;
                                                                            }
                                                                          }
                                                                        } else {
                                                                          validate13.errors = [{}];
                                                                          return false;
                                                                        }
                                                                      }
                                                                      var valid57 = _errs333 === errors;
                                                                    } else {
                                                                      var valid57 = true;
                                                                    }
                                                                    if (valid57) {
                                                                      if (data121.window !== undefined) {
                                                                        let data126 = data121.window;
                                                                        const _errs335 = errors;
                                                                        if (errors === _errs335) {
                                                                          if (
                                                                            data126 &&
                                                                            typeof data126 == 'object' &&
                                                                            !Array.isArray(data126)
                                                                          ) {
                                                                            let missing42;
                                                                            if (
                                                                              (data126.schedule ===
                                                                                undefined &&
                                                                                (missing42 = 'schedule')) ||
                                                                              (data126.duration ===
                                                                                undefined &&
                                                                                (missing42 = 'duration'))
                                                                            ) {
                                                                              validate13.errors = [{}];
                                                                              return false;
                                                                            } else {
                                                                              const _errs337 = errors;
                                                                              for (const key48 in data126) {
                                                                                if (!(
                                                                                  key48 === 'schedule' ||
                                                                                  key48 === 'duration' ||
                                                                                  key48 === 'timeZone'
                                                                                )) {
                                                                                  validate13.errors = [{}];
                                                                                  return false;
                                                                                  break;
                                                                                }
                                                                              }
                                                                              if (_errs337 === errors) {
                                                                                if (
                                                                                  data126.schedule !==
                                                                                  undefined
                                                                                ) {
                                                                                  let data127 =
                                                                                    data126.schedule;
                                                                                  const _errs338 = errors;
                                                                                  if (errors === _errs338) {
                                                                                    if (
                                                                                      typeof data127 ===
                                                                                      'string'
                                                                                    ) {
                                                                                      if (
                                                                                        func2(data127) > 120
                                                                                      ) {
                                                                                        validate13.errors = [
                                                                                          {},
                                                                                        ];
                                                                                        return false;
                                                                                      } else {
                                                                                        if (
                                                                                          !pattern70.test(
                                                                                            data127,
                                                                                          )
                                                                                        ) {
                                                                                          validate13.errors =
                                                                                            [{}];
                                                                                          return false;
                                                                                        }
                                                                                      }
                                                                                    } else {
                                                                                      validate13.errors = [
                                                                                        {},
                                                                                      ];
                                                                                      return false;
                                                                                    }
                                                                                  }
                                                                                  var valid58 =
                                                                                    _errs338 === errors;
                                                                                } else {
                                                                                  var valid58 = true;
                                                                                }
                                                                                if (valid58) {
                                                                                  if (
                                                                                    data126.duration !==
                                                                                    undefined
                                                                                  ) {
                                                                                    let data128 =
                                                                                      data126.duration;
                                                                                    const _errs340 = errors;
                                                                                    if (errors === _errs340) {
                                                                                      if (
                                                                                        typeof data128 ===
                                                                                        'string'
                                                                                      ) {
                                                                                        if (
                                                                                          func2(data128) > 24
                                                                                        ) {
                                                                                          validate13.errors =
                                                                                            [{}];
                                                                                          return false;
                                                                                        } else {
                                                                                          if (
                                                                                            !pattern64.test(
                                                                                              data128,
                                                                                            )
                                                                                          ) {
                                                                                            validate13.errors =
                                                                                              [{}];
                                                                                            return false;
                                                                                          }
                                                                                        }
                                                                                      } else {
                                                                                        validate13.errors = [
                                                                                          {},
                                                                                        ];
                                                                                        return false;
                                                                                      }
                                                                                    }
                                                                                    var valid58 =
                                                                                      _errs340 === errors;
                                                                                  } else {
                                                                                    var valid58 = true;
                                                                                  }
                                                                                  if (valid58) {
                                                                                    if (
                                                                                      data126.timeZone !==
                                                                                      undefined
                                                                                    ) {
                                                                                      let data129 =
                                                                                        data126.timeZone;
                                                                                      const _errs342 = errors;
                                                                                      if (
                                                                                        errors === _errs342
                                                                                      ) {
                                                                                        if (
                                                                                          typeof data129 ===
                                                                                          'string'
                                                                                        ) {
                                                                                          if (
                                                                                            func2(data129) >
                                                                                            64
                                                                                          ) {
                                                                                            validate13.errors =
                                                                                              [{}];
                                                                                            return false;
                                                                                          } else {
                                                                                            if (
                                                                                              !pattern72.test(
                                                                                                data129,
                                                                                              )
                                                                                            ) {
                                                                                              validate13.errors =
                                                                                                [{}];
                                                                                              return false;
                                                                                            }
                                                                                          }
                                                                                        } else {
                                                                                          validate13.errors =
                                                                                            [{}];
                                                                                          return false;
                                                                                        }
                                                                                      }
                                                                                      var valid58 =
                                                                                        _errs342 === errors;
                                                                                    } else {
                                                                                      var valid58 = true;
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
                                                                        var valid57 = _errs335 === errors;
                                                                      } else {
                                                                        var valid57 = true;
                                                                      }
                                                                      if (valid57) {
                                                                        if (
                                                                          data121.snapshotBefore !== undefined
                                                                        ) {
                                                                          const _errs344 = errors;
                                                                          if (
                                                                            typeof data121.snapshotBefore !==
                                                                            'boolean'
                                                                          ) {
                                                                            validate13.errors = [{}];
                                                                            return false;
                                                                          }
                                                                          var valid57 = _errs344 === errors;
                                                                        } else {
                                                                          var valid57 = true;
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
                                                        var valid7 = _errs324 === errors;
                                                      } else {
                                                        var valid7 = true;
                                                      }
                                                      if (valid7) {
                                                        if (data7.deletion !== undefined) {
                                                          let data131 = data7.deletion;
                                                          const _errs346 = errors;
                                                          if (errors === _errs346) {
                                                            if (
                                                              data131 &&
                                                              typeof data131 == 'object' &&
                                                              !Array.isArray(data131)
                                                            ) {
                                                              const _errs348 = errors;
                                                              for (const key49 in data131) {
                                                                if (!(
                                                                  key49 === 'disks' ||
                                                                  key49 === 'protect' ||
                                                                  key49 === 'grace'
                                                                )) {
                                                                  validate13.errors = [{}];
                                                                  return false;
                                                                  break;
                                                                }
                                                              }
                                                              if (_errs348 === errors) {
                                                                if (data131.disks !== undefined) {
                                                                  let data132 = data131.disks;
                                                                  const _errs349 = errors;
                                                                  if (typeof data132 !== 'string') {
                                                                    validate13.errors = [{}];
                                                                    return false;
                                                                  }
                                                                  if (!(
                                                                    data132 === 'Retain' ||
                                                                    data132 === 'Delete'
                                                                  )) {
                                                                    validate13.errors = [{}];
                                                                    return false;
                                                                  }
                                                                  var valid59 = _errs349 === errors;
                                                                } else {
                                                                  var valid59 = true;
                                                                }
                                                                if (valid59) {
                                                                  if (data131.protect !== undefined) {
                                                                    const _errs351 = errors;
                                                                    if (
                                                                      typeof data131.protect !== 'boolean'
                                                                    ) {
                                                                      validate13.errors = [{}];
                                                                      return false;
                                                                    }
                                                                    var valid59 = _errs351 === errors;
                                                                  } else {
                                                                    var valid59 = true;
                                                                  }
                                                                  if (valid59) {
                                                                    if (data131.grace !== undefined) {
                                                                      let data134 = data131.grace;
                                                                      const _errs353 = errors;
                                                                      if (errors === _errs353) {
                                                                        if (typeof data134 === 'string') {
                                                                          if (func2(data134) > 32) {
                                                                            validate13.errors = [{}];
                                                                            return false;
                                                                          } else {
                                                                            if (!pattern64.test(data134)) {
                                                                              validate13.errors = [{}];
                                                                              return false;
                                                                            }
                                                                          }
                                                                        } else {
                                                                          validate13.errors = [{}];
                                                                          return false;
                                                                        }
                                                                      }
                                                                      var valid59 = _errs353 === errors;
                                                                    } else {
                                                                      var valid59 = true;
                                                                    }
                                                                  }
                                                                }
                                                              }
                                                            } else {
                                                              validate13.errors = [{}];
                                                              return false;
                                                            }
                                                          }
                                                          var valid7 = _errs346 === errors;
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

export const VirtualMachineClass = validate14;
const schema15 = {
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
          startPriority: {type: 'integer', minimum: -1000, maximum: 1000},
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
            properties: {
              count: {type: 'integer', minimum: 1, maximum: 64},
              max: {type: 'integer', minimum: 1, maximum: 64},
            },
          },
          memory: {
            type: 'object',
            additionalProperties: false,
            properties: {
              size: {type: 'string', pattern: '^[1-9][0-9]*(Ki|Mi|Gi|Ti|k|M|G|T)$', maxLength: 24},
              max: {type: 'string', pattern: '^[1-9][0-9]*(Ki|Mi|Gi|Ti|k|M|G|T)$', maxLength: 24},
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
              approval: {type: 'string', enum: ['Manual', 'ManualAll', 'Automatic']},
              when: {type: 'string', enum: ['Now', 'NextBoot', 'Window']},
              onFailure: {type: 'string', enum: ['Keep', 'Rollback']},
              deadline: {type: 'string', pattern: '^([0-9]+(ms|s|m|h|d))+$', maxLength: 24},
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
              snapshotBefore: {type: 'boolean'},
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

function validate14(data, {instancePath = '', parentData, parentDataProperty, rootData = data} = {}) {
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
        validate14.errors = [{}];
        return false;
      } else {
        const _errs2 = errors;
        for (const key0 in data) {
          if (!(key0 === 'apiVersion' || key0 === 'kind' || key0 === 'metadata' || key0 === 'spec')) {
            validate14.errors = [{}];
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
                  validate14.errors = [{}];
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
                      validate14.errors = [{}];
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
                            validate14.errors = [{}];
                            return false;
                          }
                        } else {
                          validate14.errors = [{}];
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
                            validate14.errors = [{}];
                            return false;
                          }
                        } else {
                          validate14.errors = [{}];
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
                                validate14.errors = vErrors;
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
                                      validate14.errors = [{}];
                                      return false;
                                    }
                                  } else {
                                    validate14.errors = [{}];
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
                            validate14.errors = [{}];
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
                                  validate14.errors = vErrors;
                                  return false;
                                  break;
                                }
                              }
                              if (valid5) {
                                for (const key5 in data5) {
                                  const _errs22 = errors;
                                  if (typeof data5[key5] !== 'string') {
                                    validate14.errors = [{}];
                                    return false;
                                  }
                                  var valid6 = _errs22 === errors;
                                  if (!valid6) {
                                    break;
                                  }
                                }
                              }
                            } else {
                              validate14.errors = [{}];
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
                validate14.errors = [{}];
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
                    if (!func10.call(schema15.withoutErrors.properties.spec.properties, key6)) {
                      validate14.errors = [{}];
                      return false;
                      break;
                    }
                  }
                  if (_errs26 === errors) {
                    if (data7.runPolicy !== undefined) {
                      let data8 = data7.runPolicy;
                      const _errs27 = errors;
                      if (typeof data8 !== 'string') {
                        validate14.errors = [{}];
                        return false;
                      }
                      if (!(
                        data8 === 'Always' ||
                        data8 === 'RerunOnFailure' ||
                        data8 === 'Once' ||
                        data8 === 'Manual' ||
                        data8 === 'Halted'
                      )) {
                        validate14.errors = [{}];
                        return false;
                      }
                      var valid7 = _errs27 === errors;
                    } else {
                      var valid7 = true;
                    }
                    if (valid7) {
                      if (data7.startPriority !== undefined) {
                        let data9 = data7.startPriority;
                        const _errs29 = errors;
                        if (!(typeof data9 == 'number' && !(data9 % 1) && !isNaN(data9) && isFinite(data9))) {
                          validate14.errors = [{}];
                          return false;
                        }
                        if (errors === _errs29) {
                          if (typeof data9 == 'number' && isFinite(data9)) {
                            if (data9 > 1000 || isNaN(data9)) {
                              validate14.errors = [{}];
                              return false;
                            } else {
                              if (data9 < -1000 || isNaN(data9)) {
                                validate14.errors = [{}];
                                return false;
                              }
                            }
                          }
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
                            validate14.errors = vErrors;
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
                                  validate14.errors = [{}];
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
                                          validate14.errors = [{}];
                                          return false;
                                          break;
                                        }
                                      }
                                      if (_errs45 === errors) {
                                        if (data11.machine !== undefined) {
                                          let data12 = data11.machine;
                                          const _errs46 = errors;
                                          if (typeof data12 !== 'string') {
                                            validate14.errors = [{}];
                                            return false;
                                          }
                                          if (!(
                                            data12 === 'q35' ||
                                            data12 === 'pc' ||
                                            data12 === 'microvm' ||
                                            data12 === 'virt'
                                          )) {
                                            validate14.errors = [{}];
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
                                              validate14.errors = [{}];
                                              return false;
                                            }
                                            if (!(
                                              data13 === 'auto' ||
                                              data13 === 'kvm' ||
                                              data13 === 'tcg'
                                            )) {
                                              validate14.errors = [{}];
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
                                                    validate14.errors = [{}];
                                                    return false;
                                                  } else {
                                                    if (!pattern31.test(data14)) {
                                                      validate14.errors = [{}];
                                                      return false;
                                                    }
                                                  }
                                                } else {
                                                  validate14.errors = [{}];
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
                                                      validate14.errors = [{}];
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
                                                              validate14.errors = [{}];
                                                              return false;
                                                            } else {
                                                              if (func2(data16) < 1) {
                                                                validate14.errors = [{}];
                                                                return false;
                                                              } else {
                                                                if (!pattern32.test(data16)) {
                                                                  validate14.errors = [{}];
                                                                  return false;
                                                                }
                                                              }
                                                            }
                                                          } else {
                                                            validate14.errors = [{}];
                                                            return false;
                                                          }
                                                        }
                                                        var valid11 = _errs54 === errors;
                                                        if (!valid11) {
                                                          break;
                                                        }
                                                      }
                                                      if (valid11) {
                                                        if (func9(data15, 'atomic').length > 0) {
                                                          validate14.errors = [{}];
                                                          return false;
                                                        }
                                                      }
                                                    }
                                                  } else {
                                                    validate14.errors = [{}];
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
                                      validate14.errors = [{}];
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
                                          validate14.errors = [{}];
                                          return false;
                                          break;
                                        }
                                      } else {
                                        validate14.errors = [{}];
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
                                            validate14.errors = [{}];
                                            return false;
                                            break;
                                          }
                                        } else {
                                          validate14.errors = [{}];
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
                                              validate14.errors = [{}];
                                              return false;
                                              break;
                                            }
                                          } else {
                                            validate14.errors = [{}];
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
                                                validate14.errors = [{}];
                                                return false;
                                                break;
                                              }
                                            } else {
                                              validate14.errors = [{}];
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
                                                  validate14.errors = [{}];
                                                  return false;
                                                  break;
                                                }
                                              } else {
                                                validate14.errors = [{}];
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
                                                    validate14.errors = [{}];
                                                    return false;
                                                    break;
                                                  }
                                                } else {
                                                  validate14.errors = [{}];
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
                                                      validate14.errors = [{}];
                                                      return false;
                                                      break;
                                                    }
                                                  } else {
                                                    validate14.errors = [{}];
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
                              validate14.errors = [{}];
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
                                  if (!(key16 === 'count' || key16 === 'max')) {
                                    validate14.errors = [{}];
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
                                      validate14.errors = [{}];
                                      return false;
                                    }
                                    if (errors === _errs80) {
                                      if (typeof data25 == 'number' && isFinite(data25)) {
                                        if (data25 > 64 || isNaN(data25)) {
                                          validate14.errors = [{}];
                                          return false;
                                        } else {
                                          if (data25 < 1 || isNaN(data25)) {
                                            validate14.errors = [{}];
                                            return false;
                                          }
                                        }
                                      }
                                    }
                                    var valid12 = _errs80 === errors;
                                  } else {
                                    var valid12 = true;
                                  }
                                  if (valid12) {
                                    if (data24.max !== undefined) {
                                      let data26 = data24.max;
                                      const _errs82 = errors;
                                      if (!(
                                        typeof data26 == 'number' &&
                                        !(data26 % 1) &&
                                        !isNaN(data26) &&
                                        isFinite(data26)
                                      )) {
                                        validate14.errors = [{}];
                                        return false;
                                      }
                                      if (errors === _errs82) {
                                        if (typeof data26 == 'number' && isFinite(data26)) {
                                          if (data26 > 64 || isNaN(data26)) {
                                            validate14.errors = [{}];
                                            return false;
                                          } else {
                                            if (data26 < 1 || isNaN(data26)) {
                                              validate14.errors = [{}];
                                              return false;
                                            }
                                          }
                                        }
                                      }
                                      var valid12 = _errs82 === errors;
                                    } else {
                                      var valid12 = true;
                                    }
                                  }
                                }
                              } else {
                                validate14.errors = [{}];
                                return false;
                              }
                            }
                            var valid7 = _errs77 === errors;
                          } else {
                            var valid7 = true;
                          }
                          if (valid7) {
                            if (data7.memory !== undefined) {
                              let data27 = data7.memory;
                              const _errs84 = errors;
                              if (errors === _errs84) {
                                if (data27 && typeof data27 == 'object' && !Array.isArray(data27)) {
                                  const _errs86 = errors;
                                  for (const key17 in data27) {
                                    if (!(key17 === 'size' || key17 === 'max' || key17 === 'balloon')) {
                                      validate14.errors = [{}];
                                      return false;
                                      break;
                                    }
                                  }
                                  if (_errs86 === errors) {
                                    if (data27.size !== undefined) {
                                      let data28 = data27.size;
                                      const _errs87 = errors;
                                      if (errors === _errs87) {
                                        if (typeof data28 === 'string') {
                                          if (func2(data28) > 24) {
                                            validate14.errors = [{}];
                                            return false;
                                          } else {
                                            if (!pattern33.test(data28)) {
                                              validate14.errors = [{}];
                                              return false;
                                            }
                                          }
                                        } else {
                                          validate14.errors = [{}];
                                          return false;
                                        }
                                      }
                                      var valid13 = _errs87 === errors;
                                    } else {
                                      var valid13 = true;
                                    }
                                    if (valid13) {
                                      if (data27.max !== undefined) {
                                        let data29 = data27.max;
                                        const _errs89 = errors;
                                        if (errors === _errs89) {
                                          if (typeof data29 === 'string') {
                                            if (func2(data29) > 24) {
                                              validate14.errors = [{}];
                                              return false;
                                            } else {
                                              if (!pattern33.test(data29)) {
                                                validate14.errors = [{}];
                                                return false;
                                              }
                                            }
                                          } else {
                                            validate14.errors = [{}];
                                            return false;
                                          }
                                        }
                                        var valid13 = _errs89 === errors;
                                      } else {
                                        var valid13 = true;
                                      }
                                      if (valid13) {
                                        if (data27.balloon !== undefined) {
                                          let data30 = data27.balloon;
                                          const _errs91 = errors;
                                          if (errors === _errs91) {
                                            if (
                                              data30 &&
                                              typeof data30 == 'object' &&
                                              !Array.isArray(data30)
                                            ) {
                                              for (const key18 in data30) {
                                                validate14.errors = [{}];
                                                return false;
                                                break;
                                              }
                                            } else {
                                              validate14.errors = [{}];
                                              return false;
                                            }
                                          }
                                          var valid13 = _errs91 === errors;
                                        } else {
                                          var valid13 = true;
                                        }
                                      }
                                    }
                                  }
                                } else {
                                  validate14.errors = [{}];
                                  return false;
                                }
                              }
                              var valid7 = _errs84 === errors;
                            } else {
                              var valid7 = true;
                            }
                            if (valid7) {
                              if (data7.boot !== undefined) {
                                let data31 = data7.boot;
                                const _errs94 = errors;
                                const _errs96 = errors;
                                let valid14 = false;
                                let passing1 = null;
                                const _errs97 = errors;
                                if (data31 && typeof data31 == 'object' && !Array.isArray(data31)) {
                                  let missing10;
                                  if (data31.kernel === undefined && (missing10 = 'kernel')) {
                                    const err15 = {};
                                    if (vErrors === null) {
                                      vErrors = [err15];
                                    } else {
                                      vErrors.push(err15);
                                    }
                                    errors++;
                                  }
                                }
                                var _valid1 = _errs97 === errors;
                                if (_valid1) {
                                  valid14 = true;
                                  passing1 = 0;
                                }
                                const _errs98 = errors;
                                if (data31 && typeof data31 == 'object' && !Array.isArray(data31)) {
                                  let missing11;
                                  if (data31.firmware === undefined && (missing11 = 'firmware')) {
                                    const err16 = {};
                                    if (vErrors === null) {
                                      vErrors = [err16];
                                    } else {
                                      vErrors.push(err16);
                                    }
                                    errors++;
                                  }
                                }
                                var _valid1 = _errs98 === errors;
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
                                  validate14.errors = vErrors;
                                  return false;
                                } else {
                                  errors = _errs96;
                                  if (vErrors !== null) {
                                    if (_errs96) {
                                      vErrors.length = _errs96;
                                    } else {
                                      vErrors = null;
                                    }
                                  }
                                }
                                if (errors === _errs94) {
                                  if (data31 && typeof data31 == 'object' && !Array.isArray(data31)) {
                                    const _errs99 = errors;
                                    for (const key19 in data31) {
                                      if (!(
                                        key19 === 'kernel' ||
                                        key19 === 'firmware' ||
                                        key19 === 'cmdline'
                                      )) {
                                        validate14.errors = [{}];
                                        return false;
                                        break;
                                      }
                                    }
                                    if (_errs99 === errors) {
                                      if (data31.kernel !== undefined) {
                                        let data32 = data31.kernel;
                                        const _errs100 = errors;
                                        if (errors === _errs100) {
                                          if (data32 && typeof data32 == 'object' && !Array.isArray(data32)) {
                                            let missing12;
                                            if (data32.image === undefined && (missing12 = 'image')) {
                                              validate14.errors = [{}];
                                              return false;
                                            } else {
                                              const _errs102 = errors;
                                              for (const key20 in data32) {
                                                if (!(key20 === 'image' || key20 === 'initrd')) {
                                                  validate14.errors = [{}];
                                                  return false;
                                                  break;
                                                }
                                              }
                                              if (_errs102 === errors) {
                                                if (data32.image !== undefined) {
                                                  let data33 = data32.image;
                                                  const _errs103 = errors;
                                                  if (errors === _errs103) {
                                                    if (typeof data33 === 'string') {
                                                      if (func2(data33) > 40) {
                                                        validate14.errors = [{}];
                                                        return false;
                                                      } else {
                                                        if (!pattern0.test(data33)) {
                                                          validate14.errors = [{}];
                                                          return false;
                                                        }
                                                      }
                                                    } else {
                                                      validate14.errors = [{}];
                                                      return false;
                                                    }
                                                  }
                                                  var valid16 = _errs103 === errors;
                                                } else {
                                                  var valid16 = true;
                                                }
                                                if (valid16) {
                                                  if (data32.initrd !== undefined) {
                                                    let data34 = data32.initrd;
                                                    const _errs105 = errors;
                                                    if (errors === _errs105) {
                                                      if (typeof data34 === 'string') {
                                                        if (func2(data34) > 40) {
                                                          validate14.errors = [{}];
                                                          return false;
                                                        } else {
                                                          if (!pattern0.test(data34)) {
                                                            validate14.errors = [{}];
                                                            return false;
                                                          }
                                                        }
                                                      } else {
                                                        validate14.errors = [{}];
                                                        return false;
                                                      }
                                                    }
                                                    var valid16 = _errs105 === errors;
                                                  } else {
                                                    var valid16 = true;
                                                  }
                                                }
                                              }
                                            }
                                          } else {
                                            validate14.errors = [{}];
                                            return false;
                                          }
                                        }
                                        var valid15 = _errs100 === errors;
                                      } else {
                                        var valid15 = true;
                                      }
                                      if (valid15) {
                                        if (data31.firmware !== undefined) {
                                          let data35 = data31.firmware;
                                          const _errs107 = errors;
                                          if (typeof data35 !== 'string') {
                                            validate14.errors = [{}];
                                            return false;
                                          }
                                          if (!(data35 === 'bios' || data35 === 'uefi')) {
                                            validate14.errors = [{}];
                                            return false;
                                          }
                                          var valid15 = _errs107 === errors;
                                        } else {
                                          var valid15 = true;
                                        }
                                        if (valid15) {
                                          if (data31.cmdline !== undefined) {
                                            let data36 = data31.cmdline;
                                            const _errs109 = errors;
                                            if (errors === _errs109) {
                                              if (Array.isArray(data36)) {
                                                if (data36.length > 128) {
                                                  validate14.errors = [{}];
                                                  return false;
                                                } else {
                                                  var valid17 = true;
                                                  const len1 = data36.length;
                                                  for (let i1 = 0; i1 < len1; i1++) {
                                                    let data37 = data36[i1];
                                                    const _errs111 = errors;
                                                    if (errors === _errs111) {
                                                      if (typeof data37 === 'string') {
                                                        if (func2(data37) > 1024) {
                                                          validate14.errors = [{}];
                                                          return false;
                                                        } else {
                                                          if (func2(data37) < 1) {
                                                            validate14.errors = [{}];
                                                            return false;
                                                          } else {
                                                            if (!pattern37.test(data37)) {
                                                              validate14.errors = [{}];
                                                              return false;
                                                            }
                                                          }
                                                        }
                                                      } else {
                                                        validate14.errors = [{}];
                                                        return false;
                                                      }
                                                    }
                                                    var valid17 = _errs111 === errors;
                                                    if (!valid17) {
                                                      break;
                                                    }
                                                  }
                                                  if (valid17) {
                                                    if (func9(data36, 'atomic').length > 0) {
                                                      validate14.errors = [{}];
                                                      return false;
                                                    }
                                                  }
                                                }
                                              } else {
                                                validate14.errors = [{}];
                                                return false;
                                              }
                                            }
                                            var valid15 = _errs109 === errors;
                                          } else {
                                            var valid15 = true;
                                          }
                                        }
                                      }
                                    }
                                  } else {
                                    validate14.errors = [{}];
                                    return false;
                                  }
                                }
                                var valid7 = _errs94 === errors;
                              } else {
                                var valid7 = true;
                              }
                              if (valid7) {
                                if (data7.guestAgent !== undefined) {
                                  let data38 = data7.guestAgent;
                                  const _errs113 = errors;
                                  if (errors === _errs113) {
                                    if (data38 && typeof data38 == 'object' && !Array.isArray(data38)) {
                                      let missing13;
                                      if (data38.enabled === undefined && (missing13 = 'enabled')) {
                                        validate14.errors = [{}];
                                        return false;
                                      } else {
                                        const _errs115 = errors;
                                        for (const key21 in data38) {
                                          if (!(key21 === 'enabled')) {
                                            validate14.errors = [{}];
                                            return false;
                                            break;
                                          }
                                        }
                                        if (_errs115 === errors) {
                                          if (data38.enabled !== undefined) {
                                            if (typeof data38.enabled !== 'boolean') {
                                              validate14.errors = [{}];
                                              return false;
                                            }
                                          }
                                        }
                                      }
                                    } else {
                                      validate14.errors = [{}];
                                      return false;
                                    }
                                  }
                                  var valid7 = _errs113 === errors;
                                } else {
                                  var valid7 = true;
                                }
                                if (valid7) {
                                  if (data7.readiness !== undefined) {
                                    let data40 = data7.readiness;
                                    const _errs118 = errors;
                                    const _errs120 = errors;
                                    let valid19 = false;
                                    let passing2 = null;
                                    const _errs121 = errors;
                                    if (data40 && typeof data40 == 'object' && !Array.isArray(data40)) {
                                      let missing14;
                                      if (data40.running === undefined && (missing14 = 'running')) {
                                        const err18 = {};
                                        if (vErrors === null) {
                                          vErrors = [err18];
                                        } else {
                                          vErrors.push(err18);
                                        }
                                        errors++;
                                      }
                                    }
                                    var _valid2 = _errs121 === errors;
                                    if (_valid2) {
                                      valid19 = true;
                                      passing2 = 0;
                                    }
                                    const _errs122 = errors;
                                    if (data40 && typeof data40 == 'object' && !Array.isArray(data40)) {
                                      let missing15;
                                      if (data40.console === undefined && (missing15 = 'console')) {
                                        const err19 = {};
                                        if (vErrors === null) {
                                          vErrors = [err19];
                                        } else {
                                          vErrors.push(err19);
                                        }
                                        errors++;
                                      }
                                    }
                                    var _valid2 = _errs122 === errors;
                                    if (_valid2 && valid19) {
                                      valid19 = false;
                                      passing2 = [passing2, 1];
                                    } else {
                                      if (_valid2) {
                                        valid19 = true;
                                        passing2 = 1;
                                      }
                                      const _errs123 = errors;
                                      if (data40 && typeof data40 == 'object' && !Array.isArray(data40)) {
                                        let missing16;
                                        if (data40.guestAgent === undefined && (missing16 = 'guestAgent')) {
                                          const err20 = {};
                                          if (vErrors === null) {
                                            vErrors = [err20];
                                          } else {
                                            vErrors.push(err20);
                                          }
                                          errors++;
                                        }
                                      }
                                      var _valid2 = _errs123 === errors;
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
                                      validate14.errors = vErrors;
                                      return false;
                                    } else {
                                      errors = _errs120;
                                      if (vErrors !== null) {
                                        if (_errs120) {
                                          vErrors.length = _errs120;
                                        } else {
                                          vErrors = null;
                                        }
                                      }
                                    }
                                    if (errors === _errs118) {
                                      if (data40 && typeof data40 == 'object' && !Array.isArray(data40)) {
                                        const _errs124 = errors;
                                        for (const key22 in data40) {
                                          if (!(
                                            key22 === 'running' ||
                                            key22 === 'console' ||
                                            key22 === 'guestAgent' ||
                                            key22 === 'timeout'
                                          )) {
                                            validate14.errors = [{}];
                                            return false;
                                            break;
                                          }
                                        }
                                        if (_errs124 === errors) {
                                          if (data40.running !== undefined) {
                                            let data41 = data40.running;
                                            const _errs125 = errors;
                                            if (errors === _errs125) {
                                              if (
                                                data41 &&
                                                typeof data41 == 'object' &&
                                                !Array.isArray(data41)
                                              ) {
                                                for (const key23 in data41) {
                                                  validate14.errors = [{}];
                                                  return false;
                                                  break;
                                                }
                                              } else {
                                                validate14.errors = [{}];
                                                return false;
                                              }
                                            }
                                            var valid20 = _errs125 === errors;
                                          } else {
                                            var valid20 = true;
                                          }
                                          if (valid20) {
                                            if (data40.console !== undefined) {
                                              let data42 = data40.console;
                                              const _errs128 = errors;
                                              if (errors === _errs128) {
                                                if (
                                                  data42 &&
                                                  typeof data42 == 'object' &&
                                                  !Array.isArray(data42)
                                                ) {
                                                  let missing17;
                                                  if (
                                                    data42.contains === undefined &&
                                                    (missing17 = 'contains')
                                                  ) {
                                                    validate14.errors = [{}];
                                                    return false;
                                                  } else {
                                                    const _errs130 = errors;
                                                    for (const key24 in data42) {
                                                      if (!(key24 === 'contains')) {
                                                        validate14.errors = [{}];
                                                        return false;
                                                        break;
                                                      }
                                                    }
                                                    if (_errs130 === errors) {
                                                      if (data42.contains !== undefined) {
                                                        let data43 = data42.contains;
                                                        const _errs131 = errors;
                                                        if (errors === _errs131) {
                                                          if (typeof data43 === 'string') {
                                                            if (func2(data43) > 256) {
                                                              validate14.errors = [{}];
                                                              return false;
                                                            } else {
                                                              if (func2(data43) < 1) {
                                                                validate14.errors = [{}];
                                                                return false;
                                                              } else {
                                                                if (!pattern32.test(data43)) {
                                                                  validate14.errors = [{}];
                                                                  return false;
                                                                }
                                                              }
                                                            }
                                                          } else {
                                                            validate14.errors = [{}];
                                                            return false;
                                                          }
                                                        }
                                                      }
                                                    }
                                                  }
                                                } else {
                                                  validate14.errors = [{}];
                                                  return false;
                                                }
                                              }
                                              var valid20 = _errs128 === errors;
                                            } else {
                                              var valid20 = true;
                                            }
                                            if (valid20) {
                                              if (data40.guestAgent !== undefined) {
                                                let data44 = data40.guestAgent;
                                                const _errs133 = errors;
                                                if (errors === _errs133) {
                                                  if (
                                                    data44 &&
                                                    typeof data44 == 'object' &&
                                                    !Array.isArray(data44)
                                                  ) {
                                                    for (const key25 in data44) {
                                                      validate14.errors = [{}];
                                                      return false;
                                                      break;
                                                    }
                                                  } else {
                                                    validate14.errors = [{}];
                                                    return false;
                                                  }
                                                }
                                                var valid20 = _errs133 === errors;
                                              } else {
                                                var valid20 = true;
                                              }
                                              if (valid20) {
                                                if (data40.timeout !== undefined) {
                                                  let data45 = data40.timeout;
                                                  const _errs136 = errors;
                                                  if (errors === _errs136) {
                                                    if (typeof data45 === 'string') {
                                                      if (func2(data45) > 32) {
                                                        validate14.errors = [{}];
                                                        return false;
                                                      } else {
                                                        if (!pattern64.test(data45)) {
                                                          validate14.errors = [{}];
                                                          return false;
                                                        }
                                                      }
                                                    } else {
                                                      validate14.errors = [{}];
                                                      return false;
                                                    }
                                                  }
                                                  var valid20 = _errs136 === errors;
                                                } else {
                                                  var valid20 = true;
                                                }
                                              }
                                            }
                                          }
                                        }
                                      } else {
                                        validate14.errors = [{}];
                                        return false;
                                      }
                                    }
                                    var valid7 = _errs118 === errors;
                                  } else {
                                    var valid7 = true;
                                  }
                                  if (valid7) {
                                    if (data7.preStart !== undefined) {
                                      let data46 = data7.preStart;
                                      const _errs138 = errors;
                                      if (errors === _errs138) {
                                        if (Array.isArray(data46)) {
                                          if (data46.length > 16) {
                                            validate14.errors = [{}];
                                            return false;
                                          } else {
                                            var valid22 = true;
                                            const len2 = data46.length;
                                            for (let i2 = 0; i2 < len2; i2++) {
                                              let data47 = data46[i2];
                                              const _errs140 = errors;
                                              if (errors === _errs140) {
                                                if (
                                                  data47 &&
                                                  typeof data47 == 'object' &&
                                                  !Array.isArray(data47)
                                                ) {
                                                  let missing18;
                                                  if (
                                                    data47.command === undefined &&
                                                    (missing18 = 'command')
                                                  ) {
                                                    validate14.errors = [{}];
                                                    return false;
                                                  } else {
                                                    const _errs142 = errors;
                                                    for (const key26 in data47) {
                                                      if (!(key26 === 'command' || key26 === 'timeout')) {
                                                        validate14.errors = [{}];
                                                        return false;
                                                        break;
                                                      }
                                                    }
                                                    if (_errs142 === errors) {
                                                      if (data47.command !== undefined) {
                                                        let data48 = data47.command;
                                                        const _errs143 = errors;
                                                        if (errors === _errs143) {
                                                          if (Array.isArray(data48)) {
                                                            if (data48.length > 64) {
                                                              validate14.errors = [{}];
                                                              return false;
                                                            } else {
                                                              if (data48.length < 1) {
                                                                validate14.errors = [{}];
                                                                return false;
                                                              } else {
                                                                var valid24 = true;
                                                                const len3 = data48.length;
                                                                for (let i3 = 0; i3 < len3; i3++) {
                                                                  let data49 = data48[i3];
                                                                  const _errs145 = errors;
                                                                  if (errors === _errs145) {
                                                                    if (typeof data49 === 'string') {
                                                                      if (func2(data49) > 4096) {
                                                                        validate14.errors = [{}];
                                                                        return false;
                                                                      } else {
                                                                        if (!pattern66.test(data49)) {
                                                                          validate14.errors = [{}];
                                                                          return false;
                                                                        }
                                                                      }
                                                                    } else {
                                                                      validate14.errors = [{}];
                                                                      return false;
                                                                    }
                                                                  }
                                                                  var valid24 = _errs145 === errors;
                                                                  if (!valid24) {
                                                                    break;
                                                                  }
                                                                }
                                                                if (valid24) {
                                                                  if (func9(data48, 'atomic').length > 0) {
                                                                    validate14.errors = [{}];
                                                                    return false;
                                                                  }
                                                                }
                                                              }
                                                            }
                                                          } else {
                                                            validate14.errors = [{}];
                                                            return false;
                                                          }
                                                        }
                                                        var valid23 = _errs143 === errors;
                                                      } else {
                                                        var valid23 = true;
                                                      }
                                                      if (valid23) {
                                                        if (data47.timeout !== undefined) {
                                                          let data50 = data47.timeout;
                                                          const _errs147 = errors;
                                                          if (errors === _errs147) {
                                                            if (typeof data50 === 'string') {
                                                              if (func2(data50) > 32) {
                                                                validate14.errors = [{}];
                                                                return false;
                                                              } else {
                                                                if (!pattern64.test(data50)) {
                                                                  validate14.errors = [{}];
                                                                  return false;
                                                                }
                                                              }
                                                            } else {
                                                              validate14.errors = [{}];
                                                              return false;
                                                            }
                                                          }
                                                          var valid23 = _errs147 === errors;
                                                        } else {
                                                          var valid23 = true;
                                                        }
                                                      }
                                                    }
                                                  }
                                                } else {
                                                  validate14.errors = [{}];
                                                  return false;
                                                }
                                              }
                                              var valid22 = _errs140 === errors;
                                              if (!valid22) {
                                                break;
                                              }
                                            }
                                            if (valid22) {
                                              if (func9(data46, 'atomic').length > 0) {
                                                validate14.errors = [{}];
                                                return false;
                                              }
                                            }
                                          }
                                        } else {
                                          validate14.errors = [{}];
                                          return false;
                                        }
                                      }
                                      var valid7 = _errs138 === errors;
                                    } else {
                                      var valid7 = true;
                                    }
                                    if (valid7) {
                                      if (data7.shutdown !== undefined) {
                                        let data51 = data7.shutdown;
                                        const _errs149 = errors;
                                        if (errors === _errs149) {
                                          if (data51 && typeof data51 == 'object' && !Array.isArray(data51)) {
                                            const _errs151 = errors;
                                            for (const key27 in data51) {
                                              if (!(key27 === 'timeout' || key27 === 'method')) {
                                                validate14.errors = [{}];
                                                return false;
                                                break;
                                              }
                                            }
                                            if (_errs151 === errors) {
                                              if (data51.timeout !== undefined) {
                                                let data52 = data51.timeout;
                                                const _errs152 = errors;
                                                if (errors === _errs152) {
                                                  if (typeof data52 === 'string') {
                                                    if (func2(data52) > 32) {
                                                      validate14.errors = [{}];
                                                      return false;
                                                    } else {
                                                      if (!pattern64.test(data52)) {
                                                        validate14.errors = [{}];
                                                        return false;
                                                      }
                                                    }
                                                  } else {
                                                    validate14.errors = [{}];
                                                    return false;
                                                  }
                                                }
                                                var valid25 = _errs152 === errors;
                                              } else {
                                                var valid25 = true;
                                              }
                                              if (valid25) {
                                                if (data51.method !== undefined) {
                                                  let data53 = data51.method;
                                                  const _errs154 = errors;
                                                  if (typeof data53 !== 'string') {
                                                    validate14.errors = [{}];
                                                    return false;
                                                  }
                                                  if (!(
                                                    data53 === 'Powerdown' ||
                                                    data53 === 'CtrlAltDel' ||
                                                    data53 === 'Quit' ||
                                                    data53 === 'Kill'
                                                  )) {
                                                    validate14.errors = [{}];
                                                    return false;
                                                  }
                                                  var valid25 = _errs154 === errors;
                                                } else {
                                                  var valid25 = true;
                                                }
                                              }
                                            }
                                          } else {
                                            validate14.errors = [{}];
                                            return false;
                                          }
                                        }
                                        var valid7 = _errs149 === errors;
                                      } else {
                                        var valid7 = true;
                                      }
                                      if (valid7) {
                                        if (data7.update !== undefined) {
                                          let data54 = data7.update;
                                          const _errs156 = errors;
                                          if (errors === _errs156) {
                                            if (
                                              data54 &&
                                              typeof data54 == 'object' &&
                                              !Array.isArray(data54)
                                            ) {
                                              const _errs158 = errors;
                                              for (const key28 in data54) {
                                                if (!(
                                                  key28 === 'approval' ||
                                                  key28 === 'when' ||
                                                  key28 === 'onFailure' ||
                                                  key28 === 'deadline' ||
                                                  key28 === 'window' ||
                                                  key28 === 'snapshotBefore'
                                                )) {
                                                  validate14.errors = [{}];
                                                  return false;
                                                  break;
                                                }
                                              }
                                              if (_errs158 === errors) {
                                                if (data54.approval !== undefined) {
                                                  let data55 = data54.approval;
                                                  const _errs159 = errors;
                                                  if (typeof data55 !== 'string') {
                                                    validate14.errors = [{}];
                                                    return false;
                                                  }
                                                  if (!(
                                                    data55 === 'Manual' ||
                                                    data55 === 'ManualAll' ||
                                                    data55 === 'Automatic'
                                                  )) {
                                                    validate14.errors = [{}];
                                                    return false;
                                                  }
                                                  var valid26 = _errs159 === errors;
                                                } else {
                                                  var valid26 = true;
                                                }
                                                if (valid26) {
                                                  if (data54.when !== undefined) {
                                                    let data56 = data54.when;
                                                    const _errs161 = errors;
                                                    if (typeof data56 !== 'string') {
                                                      validate14.errors = [{}];
                                                      return false;
                                                    }
                                                    if (!(
                                                      data56 === 'Now' ||
                                                      data56 === 'NextBoot' ||
                                                      data56 === 'Window'
                                                    )) {
                                                      validate14.errors = [{}];
                                                      return false;
                                                    }
                                                    var valid26 = _errs161 === errors;
                                                  } else {
                                                    var valid26 = true;
                                                  }
                                                  if (valid26) {
                                                    if (data54.onFailure !== undefined) {
                                                      let data57 = data54.onFailure;
                                                      const _errs163 = errors;
                                                      if (typeof data57 !== 'string') {
                                                        validate14.errors = [{}];
                                                        return false;
                                                      }
                                                      if (!(data57 === 'Keep' || data57 === 'Rollback')) {
                                                        validate14.errors = [{}];
                                                        return false;
                                                      }
                                                      var valid26 = _errs163 === errors;
                                                    } else {
                                                      var valid26 = true;
                                                    }
                                                    if (valid26) {
                                                      if (data54.deadline !== undefined) {
                                                        let data58 = data54.deadline;
                                                        const _errs165 = errors;
                                                        if (errors === _errs165) {
                                                          if (typeof data58 === 'string') {
                                                            if (func2(data58) > 24) {
                                                              validate14.errors = [{}];
                                                              return false;
                                                            } else {
                                                              if (!pattern64.test(data58)) {
                                                                validate14.errors = [{}];
                                                                return false;
                                                              }
                                                            }
                                                          } else {
                                                            validate14.errors = [{}];
                                                            return false;
                                                          }
                                                        }
                                                        var valid26 = _errs165 === errors;
                                                      } else {
                                                        var valid26 = true;
                                                      }
                                                      if (valid26) {
                                                        if (data54.window !== undefined) {
                                                          let data59 = data54.window;
                                                          const _errs167 = errors;
                                                          if (errors === _errs167) {
                                                            if (
                                                              data59 &&
                                                              typeof data59 == 'object' &&
                                                              !Array.isArray(data59)
                                                            ) {
                                                              let missing19;
                                                              if (
                                                                (data59.schedule === undefined &&
                                                                  (missing19 = 'schedule')) ||
                                                                (data59.duration === undefined &&
                                                                  (missing19 = 'duration'))
                                                              ) {
                                                                validate14.errors = [{}];
                                                                return false;
                                                              } else {
                                                                const _errs169 = errors;
                                                                for (const key29 in data59) {
                                                                  if (!(
                                                                    key29 === 'schedule' ||
                                                                    key29 === 'duration' ||
                                                                    key29 === 'timeZone'
                                                                  )) {
                                                                    validate14.errors = [{}];
                                                                    return false;
                                                                    break;
                                                                  }
                                                                }
                                                                if (_errs169 === errors) {
                                                                  if (data59.schedule !== undefined) {
                                                                    let data60 = data59.schedule;
                                                                    const _errs170 = errors;
                                                                    if (errors === _errs170) {
                                                                      if (typeof data60 === 'string') {
                                                                        if (func2(data60) > 120) {
                                                                          validate14.errors = [{}];
                                                                          return false;
                                                                        } else {
                                                                          if (!pattern70.test(data60)) {
                                                                            validate14.errors = [{}];
                                                                            return false;
                                                                          }
                                                                        }
                                                                      } else {
                                                                        validate14.errors = [{}];
                                                                        return false;
                                                                      }
                                                                    }
                                                                    var valid27 = _errs170 === errors;
                                                                  } else {
                                                                    var valid27 = true;
                                                                  }
                                                                  if (valid27) {
                                                                    if (data59.duration !== undefined) {
                                                                      let data61 = data59.duration;
                                                                      const _errs172 = errors;
                                                                      if (errors === _errs172) {
                                                                        if (typeof data61 === 'string') {
                                                                          if (func2(data61) > 24) {
                                                                            validate14.errors = [{}];
                                                                            return false;
                                                                          } else {
                                                                            if (!pattern64.test(data61)) {
                                                                              validate14.errors = [{}];
                                                                              return false;
                                                                            }
                                                                          }
                                                                        } else {
                                                                          validate14.errors = [{}];
                                                                          return false;
                                                                        }
                                                                      }
                                                                      var valid27 = _errs172 === errors;
                                                                    } else {
                                                                      var valid27 = true;
                                                                    }
                                                                    if (valid27) {
                                                                      if (data59.timeZone !== undefined) {
                                                                        let data62 = data59.timeZone;
                                                                        const _errs174 = errors;
                                                                        if (errors === _errs174) {
                                                                          if (typeof data62 === 'string') {
                                                                            if (func2(data62) > 64) {
                                                                              validate14.errors = [{}];
                                                                              return false;
                                                                            } else {
                                                                              if (!pattern72.test(data62)) {
                                                                                validate14.errors = [{}];
                                                                                return false;
                                                                              }
                                                                            }
                                                                          } else {
                                                                            validate14.errors = [{}];
                                                                            return false;
                                                                          }
                                                                        }
                                                                        var valid27 = _errs174 === errors;
                                                                      } else {
                                                                        var valid27 = true;
                                                                      }
                                                                    }
                                                                  }
                                                                }
                                                              }
                                                            } else {
                                                              validate14.errors = [{}];
                                                              return false;
                                                            }
                                                          }
                                                          var valid26 = _errs167 === errors;
                                                        } else {
                                                          var valid26 = true;
                                                        }
                                                        if (valid26) {
                                                          if (data54.snapshotBefore !== undefined) {
                                                            const _errs176 = errors;
                                                            if (typeof data54.snapshotBefore !== 'boolean') {
                                                              validate14.errors = [{}];
                                                              return false;
                                                            }
                                                            var valid26 = _errs176 === errors;
                                                          } else {
                                                            var valid26 = true;
                                                          }
                                                        }
                                                      }
                                                    }
                                                  }
                                                }
                                              }
                                            } else {
                                              validate14.errors = [{}];
                                              return false;
                                            }
                                          }
                                          var valid7 = _errs156 === errors;
                                        } else {
                                          var valid7 = true;
                                        }
                                        if (valid7) {
                                          if (data7.deletion !== undefined) {
                                            let data64 = data7.deletion;
                                            const _errs178 = errors;
                                            if (errors === _errs178) {
                                              if (
                                                data64 &&
                                                typeof data64 == 'object' &&
                                                !Array.isArray(data64)
                                              ) {
                                                const _errs180 = errors;
                                                for (const key30 in data64) {
                                                  if (!(
                                                    key30 === 'disks' ||
                                                    key30 === 'protect' ||
                                                    key30 === 'grace'
                                                  )) {
                                                    validate14.errors = [{}];
                                                    return false;
                                                    break;
                                                  }
                                                }
                                                if (_errs180 === errors) {
                                                  if (data64.disks !== undefined) {
                                                    let data65 = data64.disks;
                                                    const _errs181 = errors;
                                                    if (typeof data65 !== 'string') {
                                                      validate14.errors = [{}];
                                                      return false;
                                                    }
                                                    if (!(data65 === 'Retain' || data65 === 'Delete')) {
                                                      validate14.errors = [{}];
                                                      return false;
                                                    }
                                                    var valid28 = _errs181 === errors;
                                                  } else {
                                                    var valid28 = true;
                                                  }
                                                  if (valid28) {
                                                    if (data64.protect !== undefined) {
                                                      const _errs183 = errors;
                                                      if (typeof data64.protect !== 'boolean') {
                                                        validate14.errors = [{}];
                                                        return false;
                                                      }
                                                      var valid28 = _errs183 === errors;
                                                    } else {
                                                      var valid28 = true;
                                                    }
                                                    if (valid28) {
                                                      if (data64.grace !== undefined) {
                                                        let data67 = data64.grace;
                                                        const _errs185 = errors;
                                                        if (errors === _errs185) {
                                                          if (typeof data67 === 'string') {
                                                            if (func2(data67) > 32) {
                                                              validate14.errors = [{}];
                                                              return false;
                                                            } else {
                                                              if (!pattern64.test(data67)) {
                                                                validate14.errors = [{}];
                                                                return false;
                                                              }
                                                            }
                                                          } else {
                                                            validate14.errors = [{}];
                                                            return false;
                                                          }
                                                        }
                                                        var valid28 = _errs185 === errors;
                                                      } else {
                                                        var valid28 = true;
                                                      }
                                                    }
                                                  }
                                                }
                                              } else {
                                                validate14.errors = [{}];
                                                return false;
                                              }
                                            }
                                            var valid7 = _errs178 === errors;
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
                } else {
                  validate14.errors = [{}];
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
      validate14.errors = [{}];
      return false;
    }
  }
  var valid0 = _errs0 === errors;
  if (!valid0) {
    validate14.errors = [
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
  validate14.errors = vErrors;
  return errors === 0;
}
