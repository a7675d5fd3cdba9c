// Generated from crds/ by `npm run gen`. Do not edit.
import type {CustomResource, JsonSchema} from './crd.ts';
import type {Kind} from './object.ts';
import type {VirtualMachineClassSpec} from './types.gen.ts';

/** The CRDs of crds/, by kind. */
export const crds: Readonly<Record<Kind, CustomResource>> = {
  DisruptionBudget: {
    kind: 'DisruptionBudget',
    plural: 'disruptionbudgets',
    singular: 'disruptionbudget',
    shortNames: ['pdb'],
    categories: ['vmlet'],
    columns: [
      {
        name: 'Max unavailable',
        type: 'string',
        jsonPath: '.spec.maxUnavailable',
        priority: 0,
        description: 'How many may be unavailable.',
      },
      {
        name: 'Min available',
        type: 'string',
        jsonPath: '.spec.minAvailable',
        priority: 0,
        description: 'How many must be available.',
      },
      {
        name: 'Healthy',
        type: 'integer',
        jsonPath: '.status.currentHealthy',
        priority: 0,
        description: 'Machines that are Ready now.',
      },
      {
        name: 'Allowed',
        type: 'integer',
        jsonPath: '.status.disruptionsAllowed',
        priority: 0,
        description: 'Machines that may be interrupted now.',
      },
      {
        name: 'Age',
        type: 'date',
        jsonPath: '.metadata.creationTimestamp',
        priority: 0,
        description: 'Since the object was first seen.',
      },
    ],
    schema: {
      type: 'object',
      description:
        'How many machines of a label set may be interrupted at once by what vmlet does of itself: restarts that an edit needs, approved or in a window or not. A machine that crashed counts as unavailable, and is always started again. What a person asks of one machine by name (stop, restart, delete) does not wait.',
      required: ['spec'],
      properties: {
        apiVersion: {type: 'string', description: 'Always vmlet.dev/v1alpha1.'},
        kind: {type: 'string', description: 'Always DisruptionBudget.'},
        metadata: {type: 'object', description: 'Name, namespace, labels and annotations.'},
        spec: {
          type: 'object',
          title: 'DisruptionBudgetSpec',
          description:
            'Which machines, and how many of them, as exactly one of maxUnavailable and minAvailable.',
          required: ['selector'],
          oneOf: [{required: ['maxUnavailable']}, {required: ['minAvailable']}],
          properties: {
            selector: {
              type: 'object',
              title: 'LabelSelector',
              description: 'Machines of the same namespace.',
              required: ['matchLabels'],
              properties: {
                matchLabels: {
                  type: 'object',
                  description:
                    'Labels that a machine must have, all of them; without any, every machine of the namespace.',
                  additionalProperties: {
                    type: 'string',
                    pattern: '^([A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?$',
                    maxLength: 63,
                  },
                },
              },
            },
            maxUnavailable: {
              'x-kubernetes-int-or-string': true,
              description:
                'How many may be unavailable at once, as a number, or as a percentage (rounded up) of those that should run.',
              minimum: 0,
              maximum: 100000,
              pattern: '^(100|[1-9]?[0-9])%$',
            },
            minAvailable: {
              'x-kubernetes-int-or-string': true,
              description:
                'How many must stay available, as a number, or as a percentage (rounded up) of those that should run.',
              minimum: 0,
              maximum: 100000,
              pattern: '^(100|[1-9]?[0-9])%$',
            },
          },
        },
        status: {
          type: 'object',
          title: 'DisruptionBudgetStatus',
          description: 'What was last seen. Written by vmlet; ignored in a manifest.',
          properties: {
            observedGeneration: {
              type: 'integer',
              format: 'int64',
              description: 'The metadata.generation that this status speaks of.',
            },
            phase: {
              type: 'string',
              description: 'What is being done, in one word.',
              enum: ['Pending', 'Ready', 'Failed', 'Removed', 'Unknown'],
            },
            expectedMachines: {type: 'integer', description: 'Machines that it selects and that should run.'},
            currentHealthy: {
              type: 'integer',
              description: 'Those of them that are Ready and not being interrupted.',
            },
            desiredHealthy: {type: 'integer', description: 'How many of them have to be.'},
            disruptionsAllowed: {type: 'integer', description: 'How many more may be interrupted now.'},
            unavailable: {
              type: 'array',
              description: 'Names of those that are not available.',
              'x-kubernetes-list-type': 'atomic',
              items: {type: 'string'},
            },
            conditions: {
              type: 'array',
              description: 'What is true of the object, one item for each type.',
              'x-kubernetes-list-type': 'map',
              'x-kubernetes-list-map-keys': ['type'],
              items: {
                type: 'object',
                title: 'Condition',
                description: 'One condition.',
                required: ['type', 'status', 'reason', 'message', 'lastTransitionTime'],
                properties: {
                  type: {type: 'string', description: 'Name of the condition, such as Ready.'},
                  status: {
                    type: 'string',
                    description: 'Whether it holds.',
                    enum: ['True', 'False', 'Unknown'],
                  },
                  reason: {type: 'string', description: 'Why, as one CamelCase word.'},
                  message: {type: 'string', description: 'Why, for people.'},
                  lastTransitionTime: {
                    type: 'string',
                    format: 'date-time',
                    description: 'When the status last changed.',
                  },
                },
              },
            },
            pendingChanges: {
              type: 'array',
              description: 'Edits that do not run yet, and what they wait for.',
              'x-kubernetes-list-type': 'atomic',
              items: {
                type: 'object',
                title: 'PendingChangeStatus',
                required: ['path', 'from', 'to', 'disruption', 'reason'],
                properties: {
                  path: {type: 'string', description: 'Field that differs.'},
                  from: {type: 'string', description: 'What runs.'},
                  to: {type: 'string', description: 'What is wanted.'},
                  disruption: {
                    type: 'string',
                    description: 'What the change costs.',
                    enum: ['hot', 'restart', 'recreate', 'refused'],
                  },
                  reason: {type: 'string', description: 'What it waits for, or why it is refused.'},
                },
              },
            },
            events: {
              type: 'array',
              description: 'The last events, newest last.',
              'x-kubernetes-list-type': 'atomic',
              items: {
                type: 'object',
                title: 'EventStatus',
                required: ['type', 'reason', 'message', 'count', 'firstSeen', 'lastSeen'],
                properties: {
                  type: {type: 'string', description: 'Normal or Warning.', enum: ['Normal', 'Warning']},
                  reason: {type: 'string', description: 'What happened, as one CamelCase word.'},
                  message: {type: 'string', description: 'What happened, for people.'},
                  count: {type: 'integer', description: 'How often.'},
                  firstSeen: {type: 'string', format: 'date-time', description: 'First time.'},
                  lastSeen: {type: 'string', format: 'date-time', description: 'Last time.'},
                },
              },
            },
            lastError: {
              type: 'object',
              description: 'The last failure, until it is over.',
              nullable: true,
              required: ['action', 'code', 'message', 'at'],
              properties: {
                action: {type: 'string', description: 'What was tried.'},
                code: {type: 'string', description: 'Code as listed in docs/errors.md.'},
                message: {type: 'string', description: 'What failed, for people.'},
                at: {type: 'string', format: 'date-time', description: 'When.'},
              },
            },
            source: {
              type: 'object',
              description: 'Where the object came from.',
              nullable: true,
              properties: {
                source: {type: 'string', description: 'Name of the source.'},
                file: {type: 'string', description: "File below the source's root."},
                document: {type: 'integer', description: 'Number of the document in the file, from 1.'},
                revision: {type: 'string', description: 'Commit of a git source.'},
              },
            },
            daemon: {
              type: 'object',
              description: 'Who wrote this; readers test whether it still runs.',
              properties: {
                pid: {type: 'integer', description: 'Process of the daemon.'},
                startTicks: {
                  type: 'integer',
                  format: 'int64',
                  description: 'Its start, in clock ticks since the host booted.',
                },
                bootId: {type: 'string', description: 'Boot of the host.'},
                version: {type: 'string', description: 'Version of vmlet.'},
              },
            },
          },
        },
      },
    },
  },
  Image: {
    kind: 'Image',
    plural: 'images',
    singular: 'image',
    shortNames: ['img'],
    categories: ['vmlet'],
    columns: [
      {
        name: 'Format',
        type: 'string',
        jsonPath: '.spec.format',
        priority: 0,
        description: 'What the file is.',
      },
      {
        name: 'Phase',
        type: 'string',
        jsonPath: '.status.phase',
        priority: 0,
        description: 'How far the image is.',
      },
      {
        name: 'Ready',
        type: 'string',
        jsonPath: '.status.conditions[?(@.type=="Ready")].status',
        priority: 0,
        description: 'True when it is in the store and intact.',
      },
      {
        name: 'Size',
        type: 'string',
        jsonPath: '.status.virtualSize',
        priority: 0,
        description: 'Size that a guest sees.',
      },
      {
        name: 'Age',
        type: 'date',
        jsonPath: '.metadata.creationTimestamp',
        priority: 0,
        description: 'Since the object was first seen.',
      },
      {
        name: 'Digest',
        type: 'string',
        jsonPath: '.status.digest',
        priority: 1,
        description: 'Content of the stored file.',
      },
    ],
    schema: {
      type: 'object',
      description: 'A read-only file that machines are made from.',
      required: ['spec'],
      properties: {
        apiVersion: {type: 'string', description: 'Always vmlet.dev/v1alpha1.'},
        kind: {type: 'string', description: 'Always Image.'},
        metadata: {type: 'object', description: 'Name, namespace, labels and annotations.'},
        spec: {
          type: 'object',
          title: 'ImageSpec',
          description: 'Where the image comes from and what it is.',
          required: ['format', 'source'],
          properties: {
            format: {
              type: 'string',
              description: 'What the file is, also for kernels and RAM disks (raw). It is never guessed.',
              enum: ['raw', 'qcow2'],
            },
            source: {
              type: 'object',
              title: 'ImageSource',
              description: 'Where the image comes from, as exactly one key.',
              oneOf: [{required: ['file']}, {required: ['recipe']}],
              properties: {
                file: {
                  type: 'object',
                  title: 'ImageFileSource',
                  description: 'A file of the host, copied into the store.',
                  required: ['path'],
                  properties: {
                    path: {
                      type: 'string',
                      description: 'Path of the file, relative to the manifest or absolute.',
                      pattern: '^[^\\x00-\\x1f\\x7f~][^\\x00-\\x1f\\x7f]*$',
                      maxLength: 1024,
                    },
                    sha256: {
                      type: 'string',
                      description:
                        'Digest that the file must have, 64 hexadecimal digits as sha256sum prints them.',
                      pattern: '^[0-9a-f]{64}$',
                      maxLength: 64,
                    },
                  },
                },
                recipe: {
                  type: 'object',
                  title: 'ImageRecipeSource',
                  description: 'A recipe that ships with vmlet and builds the file.',
                  required: ['name', 'output'],
                  properties: {
                    name: {
                      type: 'string',
                      description: 'Name of the recipe.',
                      pattern: '^[a-z][a-z0-9-]{0,39}$',
                      maxLength: 40,
                    },
                    output: {
                      type: 'string',
                      description: "Which of the recipe's files this image is.",
                      pattern: '^[a-z][a-z0-9-]{0,39}$',
                      maxLength: 40,
                    },
                  },
                },
              },
            },
          },
        },
        status: {
          type: 'object',
          title: 'ImageStatus',
          description: 'What was last seen. Written by vmlet; ignored in a manifest.',
          properties: {
            observedGeneration: {
              type: 'integer',
              format: 'int64',
              description: 'The metadata.generation that this status speaks of.',
            },
            phase: {
              type: 'string',
              description: 'What is being done, in one word.',
              enum: ['Pending', 'Ready', 'Failed', 'Removed', 'Unknown'],
            },
            digest: {
              type: 'string',
              description: 'Content of the stored file, as sha256:HEX.',
              nullable: true,
            },
            format: {type: 'string', description: 'What the stored file is.', nullable: true},
            path: {type: 'string', description: 'The stored file.', nullable: true},
            virtualSize: {
              type: 'string',
              description: 'Size that a guest sees, with a unit.',
              nullable: true,
            },
            conditions: {
              type: 'array',
              description: 'What is true of the object, one item for each type.',
              'x-kubernetes-list-type': 'map',
              'x-kubernetes-list-map-keys': ['type'],
              items: {
                type: 'object',
                title: 'Condition',
                description: 'One condition.',
                required: ['type', 'status', 'reason', 'message', 'lastTransitionTime'],
                properties: {
                  type: {type: 'string', description: 'Name of the condition, such as Ready.'},
                  status: {
                    type: 'string',
                    description: 'Whether it holds.',
                    enum: ['True', 'False', 'Unknown'],
                  },
                  reason: {type: 'string', description: 'Why, as one CamelCase word.'},
                  message: {type: 'string', description: 'Why, for people.'},
                  lastTransitionTime: {
                    type: 'string',
                    format: 'date-time',
                    description: 'When the status last changed.',
                  },
                },
              },
            },
            pendingChanges: {
              type: 'array',
              description: 'Edits that do not run yet, and what they wait for.',
              'x-kubernetes-list-type': 'atomic',
              items: {
                type: 'object',
                title: 'PendingChangeStatus',
                required: ['path', 'from', 'to', 'disruption', 'reason'],
                properties: {
                  path: {type: 'string', description: 'Field that differs.'},
                  from: {type: 'string', description: 'What runs.'},
                  to: {type: 'string', description: 'What is wanted.'},
                  disruption: {
                    type: 'string',
                    description: 'What the change costs.',
                    enum: ['hot', 'restart', 'recreate', 'refused'],
                  },
                  reason: {type: 'string', description: 'What it waits for, or why it is refused.'},
                },
              },
            },
            events: {
              type: 'array',
              description: 'The last events, newest last.',
              'x-kubernetes-list-type': 'atomic',
              items: {
                type: 'object',
                title: 'EventStatus',
                required: ['type', 'reason', 'message', 'count', 'firstSeen', 'lastSeen'],
                properties: {
                  type: {type: 'string', description: 'Normal or Warning.', enum: ['Normal', 'Warning']},
                  reason: {type: 'string', description: 'What happened, as one CamelCase word.'},
                  message: {type: 'string', description: 'What happened, for people.'},
                  count: {type: 'integer', description: 'How often.'},
                  firstSeen: {type: 'string', format: 'date-time', description: 'First time.'},
                  lastSeen: {type: 'string', format: 'date-time', description: 'Last time.'},
                },
              },
            },
            lastError: {
              type: 'object',
              description: 'The last failure, until it is over.',
              nullable: true,
              required: ['action', 'code', 'message', 'at'],
              properties: {
                action: {type: 'string', description: 'What was tried.'},
                code: {type: 'string', description: 'Code as listed in docs/errors.md.'},
                message: {type: 'string', description: 'What failed, for people.'},
                at: {type: 'string', format: 'date-time', description: 'When.'},
              },
            },
            source: {
              type: 'object',
              description: 'Where the object came from.',
              nullable: true,
              properties: {
                source: {type: 'string', description: 'Name of the source.'},
                file: {type: 'string', description: "File below the source's root."},
                document: {type: 'integer', description: 'Number of the document in the file, from 1.'},
                revision: {type: 'string', description: 'Commit of a git source.'},
              },
            },
            daemon: {
              type: 'object',
              description: 'Who wrote this; readers test whether it still runs.',
              properties: {
                pid: {type: 'integer', description: 'Process of the daemon.'},
                startTicks: {
                  type: 'integer',
                  format: 'int64',
                  description: 'Its start, in clock ticks since the host booted.',
                },
                bootId: {type: 'string', description: 'Boot of the host.'},
                version: {type: 'string', description: 'Version of vmlet.'},
              },
            },
          },
        },
      },
    },
  },
  Network: {
    kind: 'Network',
    plural: 'networks',
    singular: 'network',
    shortNames: ['vmnet'],
    categories: ['vmlet'],
    columns: [
      {
        name: 'Bridge',
        type: 'string',
        jsonPath: '.spec.bridge.name',
        priority: 0,
        description: 'Link of the host.',
      },
      {
        name: 'Management',
        type: 'string',
        jsonPath: '.spec.bridge.management',
        priority: 0,
        description: 'Who makes the bridge.',
      },
      {
        name: 'Phase',
        type: 'string',
        jsonPath: '.status.phase',
        priority: 0,
        description: 'How far the network is.',
      },
      {
        name: 'Ready',
        type: 'string',
        jsonPath: '.status.conditions[?(@.type=="Ready")].status',
        priority: 0,
        description: 'True when the bridge is there and up.',
      },
      {
        name: 'Age',
        type: 'date',
        jsonPath: '.metadata.creationTimestamp',
        priority: 0,
        description: 'Since the object was first seen.',
      },
      {
        name: 'Addresses',
        type: 'string',
        jsonPath: '.spec.bridge.addresses',
        priority: 1,
        description: 'Addresses of the host on it.',
      },
    ],
    schema: {
      type: 'object',
      description: 'A network of the host that machines are attached to.',
      required: ['spec'],
      properties: {
        apiVersion: {type: 'string', description: 'Always vmlet.dev/v1alpha1.'},
        kind: {type: 'string', description: 'Always Network.'},
        metadata: {type: 'object', description: 'Name, namespace, labels and annotations.'},
        spec: {
          type: 'object',
          title: 'NetworkSpec',
          description: 'What the network is, as exactly one key.',
          oneOf: [{required: ['bridge']}],
          properties: {
            bridge: {
              type: 'object',
              title: 'BridgeNetwork',
              description: 'A bridge of the host.',
              required: ['name'],
              properties: {
                name: {
                  type: 'string',
                  description: 'Name of the bridge, at most 15 characters, such as vmbr0.',
                  pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,14}$',
                  maxLength: 15,
                },
                management: {
                  type: 'string',
                  description:
                    'Owned: made, addressed and, once it has no ports, removed by vmlet. External: there already; never changed beyond the ports of our machines.',
                  enum: ['Owned', 'External'],
                  default: 'Owned',
                },
                addresses: {
                  type: 'array',
                  description: 'Addresses of the host on an Owned bridge, such as 192.168.1.1/24.',
                  default: [],
                  maxItems: 16,
                  'x-kubernetes-list-type': 'set',
                  items: {
                    type: 'string',
                    description: 'IPv4 or IPv6 address with prefix length.',
                    pattern: '^[0-9A-Fa-f.:]+/[0-9]{1,3}$',
                    maxLength: 49,
                  },
                },
                mtu: {
                  type: 'integer',
                  format: 'int32',
                  description:
                    "Largest packet of an Owned bridge in bytes, 576 to 65535; the kernel's choice when left out.",
                  minimum: 576,
                  maximum: 65535,
                },
              },
            },
          },
        },
        status: {
          type: 'object',
          title: 'NetworkStatus',
          description: 'What was last seen. Written by vmlet; ignored in a manifest.',
          properties: {
            observedGeneration: {
              type: 'integer',
              format: 'int64',
              description: 'The metadata.generation that this status speaks of.',
            },
            phase: {
              type: 'string',
              description: 'What is being done, in one word.',
              enum: ['Pending', 'Ready', 'Failed', 'Removed', 'Unknown'],
            },
            link: {type: 'string', description: 'Link of the host.', nullable: true},
            management: {type: 'string', description: 'Who makes the bridge.', nullable: true},
            addresses: {
              type: 'array',
              description: 'Addresses of the host on it.',
              'x-kubernetes-list-type': 'atomic',
              items: {type: 'string'},
            },
            ports: {
              type: 'array',
              description: 'Links that are its ports.',
              'x-kubernetes-list-type': 'atomic',
              items: {type: 'string'},
            },
            conditions: {
              type: 'array',
              description: 'What is true of the object, one item for each type.',
              'x-kubernetes-list-type': 'map',
              'x-kubernetes-list-map-keys': ['type'],
              items: {
                type: 'object',
                title: 'Condition',
                description: 'One condition.',
                required: ['type', 'status', 'reason', 'message', 'lastTransitionTime'],
                properties: {
                  type: {type: 'string', description: 'Name of the condition, such as Ready.'},
                  status: {
                    type: 'string',
                    description: 'Whether it holds.',
                    enum: ['True', 'False', 'Unknown'],
                  },
                  reason: {type: 'string', description: 'Why, as one CamelCase word.'},
                  message: {type: 'string', description: 'Why, for people.'},
                  lastTransitionTime: {
                    type: 'string',
                    format: 'date-time',
                    description: 'When the status last changed.',
                  },
                },
              },
            },
            pendingChanges: {
              type: 'array',
              description: 'Edits that do not run yet, and what they wait for.',
              'x-kubernetes-list-type': 'atomic',
              items: {
                type: 'object',
                title: 'PendingChangeStatus',
                required: ['path', 'from', 'to', 'disruption', 'reason'],
                properties: {
                  path: {type: 'string', description: 'Field that differs.'},
                  from: {type: 'string', description: 'What runs.'},
                  to: {type: 'string', description: 'What is wanted.'},
                  disruption: {
                    type: 'string',
                    description: 'What the change costs.',
                    enum: ['hot', 'restart', 'recreate', 'refused'],
                  },
                  reason: {type: 'string', description: 'What it waits for, or why it is refused.'},
                },
              },
            },
            events: {
              type: 'array',
              description: 'The last events, newest last.',
              'x-kubernetes-list-type': 'atomic',
              items: {
                type: 'object',
                title: 'EventStatus',
                required: ['type', 'reason', 'message', 'count', 'firstSeen', 'lastSeen'],
                properties: {
                  type: {type: 'string', description: 'Normal or Warning.', enum: ['Normal', 'Warning']},
                  reason: {type: 'string', description: 'What happened, as one CamelCase word.'},
                  message: {type: 'string', description: 'What happened, for people.'},
                  count: {type: 'integer', description: 'How often.'},
                  firstSeen: {type: 'string', format: 'date-time', description: 'First time.'},
                  lastSeen: {type: 'string', format: 'date-time', description: 'Last time.'},
                },
              },
            },
            lastError: {
              type: 'object',
              description: 'The last failure, until it is over.',
              nullable: true,
              required: ['action', 'code', 'message', 'at'],
              properties: {
                action: {type: 'string', description: 'What was tried.'},
                code: {type: 'string', description: 'Code as listed in docs/errors.md.'},
                message: {type: 'string', description: 'What failed, for people.'},
                at: {type: 'string', format: 'date-time', description: 'When.'},
              },
            },
            source: {
              type: 'object',
              description: 'Where the object came from.',
              nullable: true,
              properties: {
                source: {type: 'string', description: 'Name of the source.'},
                file: {type: 'string', description: "File below the source's root."},
                document: {type: 'integer', description: 'Number of the document in the file, from 1.'},
                revision: {type: 'string', description: 'Commit of a git source.'},
              },
            },
            daemon: {
              type: 'object',
              description: 'Who wrote this; readers test whether it still runs.',
              properties: {
                pid: {type: 'integer', description: 'Process of the daemon.'},
                startTicks: {
                  type: 'integer',
                  format: 'int64',
                  description: 'Its start, in clock ticks since the host booted.',
                },
                bootId: {type: 'string', description: 'Boot of the host.'},
                version: {type: 'string', description: 'Version of vmlet.'},
              },
            },
          },
        },
      },
    },
  },
  VirtualMachine: {
    kind: 'VirtualMachine',
    plural: 'virtualmachines',
    singular: 'virtualmachine',
    shortNames: ['vm'],
    categories: ['all', 'vmlet'],
    columns: [
      {
        name: 'Phase',
        type: 'string',
        jsonPath: '.status.phase',
        priority: 0,
        description: 'What the machine is doing.',
      },
      {
        name: 'Ready',
        type: 'string',
        jsonPath: '.status.conditions[?(@.type=="Ready")].status',
        priority: 0,
        description: 'True only on evidence from the running guest.',
      },
      {
        name: 'Reason',
        type: 'string',
        jsonPath: '.status.conditions[?(@.type=="Ready")].reason',
        priority: 0,
        description: 'Why it is or is not ready.',
      },
      {
        name: 'Restarts',
        type: 'integer',
        jsonPath: '.status.restarts',
        priority: 0,
        description: 'Starts after an end nobody asked for.',
      },
      {
        name: 'Address',
        type: 'string',
        jsonPath: '.status.addresses[0]',
        priority: 0,
        description: 'First address of the guest.',
      },
      {
        name: 'Age',
        type: 'date',
        jsonPath: '.metadata.creationTimestamp',
        priority: 0,
        description: 'Since the object was first seen.',
      },
      {
        name: 'Policy',
        type: 'string',
        jsonPath: '.spec.runPolicy',
        priority: 1,
        description: 'When it should run.',
      },
      {
        name: 'Class',
        type: 'string',
        jsonPath: '.spec.class',
        priority: 1,
        description: 'VirtualMachineClass that it uses.',
      },
      {
        name: 'PID',
        type: 'integer',
        jsonPath: '.status.pid',
        priority: 1,
        description: 'Process of the hypervisor.',
      },
      {
        name: 'Booted',
        type: 'integer',
        jsonPath: '.status.revisions.booted',
        priority: 1,
        description: 'Revision that runs.',
      },
      {
        name: 'Prepared',
        type: 'integer',
        jsonPath: '.status.revisions.prepared',
        priority: 1,
        description: 'Newest revision; runs after the next start.',
      },
    ],
    schema: {
      type: 'object',
      description: 'One virtual machine on this host.',
      required: ['spec'],
      properties: {
        apiVersion: {type: 'string', description: 'Always vmlet.dev/v1alpha1.'},
        kind: {type: 'string', description: 'Always VirtualMachine.'},
        metadata: {type: 'object', description: 'Name, namespace, labels and annotations.'},
        spec: {
          type: 'object',
          title: 'VirtualMachineSpec',
          description:
            'What the machine should be. What is left out comes from the class, then from the built-in class `default`.',
          properties: {
            class: {
              type: 'string',
              description:
                'Name of a VirtualMachineClass in the same namespace that supplies what is left out here.',
              pattern: '^[a-z][a-z0-9-]{0,39}$',
              maxLength: 40,
            },
            runPolicy: {
              type: 'string',
              description:
                'When the machine should run. Always: started again after every end. RerunOnFailure: started again unless the guest powered off by itself. Once: run to its end, never again. Manual: only by `vmlet start` and `vmlet stop`. Halted: kept stopped.',
              enum: ['Always', 'RerunOnFailure', 'Once', 'Manual', 'Halted'],
            },
            startPriority: {
              type: 'integer',
              format: 'int32',
              description:
                'Which machines go first when many wait to be started, as after a boot of the host: the highest. It orders those that may start; what must be Ready before is dependsOn.',
              minimum: -1000,
              maximum: 1000,
            },
            hypervisor: {
              type: 'object',
              title: 'Hypervisor',
              description: 'Which hypervisor runs the machine, as exactly one key.',
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
              properties: {
                qemu: {
                  type: 'object',
                  title: 'QemuHypervisor',
                  description: 'QEMU, version 7.2 or newer.',
                  properties: {
                    machine: {
                      type: 'string',
                      description:
                        'Machine type. q35: PCIe, everything can be plugged while it runs. pc: the older PC. microvm: smallest and fastest to boot. virt: ARM.',
                      enum: ['q35', 'pc', 'microvm', 'virt'],
                    },
                    accelerator: {
                      type: 'string',
                      description:
                        'kvm: hardware virtualisation, refused where KVM cannot run a guest. tcg: emulation, slower and without a promise of isolation. auto: kvm where a probe shows that it works, else tcg.',
                      enum: ['auto', 'kvm', 'tcg'],
                    },
                    cpuModel: {
                      type: 'string',
                      description:
                        'CPU model as QEMU names it, with features, such as `host` or `max,-avx512f`.',
                      pattern: '^[A-Za-z0-9][A-Za-z0-9._-]*(,[+-]?[A-Za-z0-9][A-Za-z0-9._-]*(=(on|off))?)*$',
                      maxLength: 256,
                    },
                    extraArgs: {
                      type: 'array',
                      description:
                        "Arguments added to QEMU's command line as they are. They can do anything that QEMU can, so whoever may write manifests must be trusted with it.",
                      maxItems: 64,
                      'x-kubernetes-list-type': 'atomic',
                      items: {
                        type: 'string',
                        minLength: 1,
                        maxLength: 4096,
                        pattern: '^[^\\x00-\\x1f\\x7f]+$',
                      },
                    },
                  },
                },
                cloudHypervisor: {type: 'object', description: 'Cloud Hypervisor.'},
                firecracker: {type: 'object', description: 'Firecracker.'},
                crosvm: {type: 'object', description: 'crosvm.'},
                kvmtool: {type: 'object', description: 'kvmtool (lkvm).'},
                stratovirt: {type: 'object', description: 'StratoVirt.'},
                alioth: {type: 'object', description: 'Alioth.'},
                runner: {type: 'object', description: 'A program of your own that starts the machine.'},
              },
            },
            cpu: {
              type: 'object',
              title: 'Cpu',
              description: 'Processors of the guest.',
              properties: {
                count: {
                  type: 'integer',
                  format: 'int32',
                  description: 'Number of virtual CPUs, 1 to 64.',
                  minimum: 1,
                  maximum: 64,
                },
                max: {
                  type: 'integer',
                  format: 'int32',
                  description:
                    'To how many virtual CPUs `count` can be raised while the guest runs, 1 to 64 and no fewer than count. Room for them is kept when the machine starts. Machines q35 and pc. count when left out.',
                  minimum: 1,
                  maximum: 64,
                },
              },
            },
            memory: {
              type: 'object',
              title: 'Memory',
              description: 'Memory of the guest.',
              properties: {
                size: {
                  type: 'string',
                  description:
                    'Memory that the guest sees, in bytes with a unit, such as 512Mi; at least 32Mi.',
                  pattern: '^[1-9][0-9]*(Ki|Mi|Gi|Ti|k|M|G|T)$',
                  maxLength: 24,
                },
                max: {
                  type: 'string',
                  description:
                    'To how much `size` can be raised while the guest runs, no less than size. Room for it is kept when the machine starts, and the guest gets a balloon as well. Machines q35 and pc. size when left out.',
                  pattern: '^[1-9][0-9]*(Ki|Mi|Gi|Ti|k|M|G|T)$',
                  maxLength: 24,
                },
                balloon: {
                  type: 'object',
                  description:
                    'Give the guest a balloon device: memory it does not use is given back to the host, and `size` can be lowered while it runs, to a quarter of what it started with.',
                },
              },
            },
            boot: {
              type: 'object',
              title: 'Boot',
              description: 'How the guest starts, as exactly one of kernel and firmware.',
              oneOf: [{required: ['kernel']}, {required: ['firmware']}],
              properties: {
                kernel: {
                  type: 'object',
                  title: 'BootKernel',
                  description: 'Start this kernel directly.',
                  required: ['image'],
                  properties: {
                    image: {
                      type: 'string',
                      description: 'Name of the Image that holds the kernel.',
                      pattern: '^[a-z][a-z0-9-]{0,39}$',
                      maxLength: 40,
                    },
                    initrd: {
                      type: 'string',
                      description: 'Name of the Image that holds the initial RAM disk.',
                      pattern: '^[a-z][a-z0-9-]{0,39}$',
                      maxLength: 40,
                    },
                  },
                },
                firmware: {
                  type: 'string',
                  description: 'Start from the first disk with this firmware.',
                  enum: ['bios', 'uefi'],
                },
                cmdline: {
                  type: 'array',
                  description:
                    'Arguments of the kernel, one item each. Only with kernel. At most 2,000 bytes together.',
                  maxItems: 128,
                  'x-kubernetes-list-type': 'atomic',
                  items: {type: 'string', minLength: 1, maxLength: 1024, pattern: '^[\\x20-\\x7e]+$'},
                },
              },
            },
            variants: {
              type: 'array',
              description:
                'Other ways to boot the same machine, each by its name and for one boot alone: `vmlet boot vm/web-1 --variant rescue`. The start after that is the machine itself again.',
              maxItems: 16,
              'x-kubernetes-list-type': 'map',
              'x-kubernetes-list-map-keys': ['name'],
              items: {
                type: 'object',
                title: 'Variant',
                description: 'What is different in this boot; all else is as the machine says.',
                required: ['name'],
                properties: {
                  name: {
                    type: 'string',
                    description: 'Name of the variant within the machine.',
                    pattern: '^[a-z][a-z0-9-]{0,39}$',
                    maxLength: 40,
                  },
                  boot: {
                    type: 'object',
                    title: 'VariantBoot',
                    description: 'Boots this instead, as exactly one of kernel and firmware.',
                    oneOf: [{required: ['kernel']}, {required: ['firmware']}],
                    properties: {
                      kernel: {
                        type: 'object',
                        title: 'VariantBootKernel',
                        description: 'Start this kernel directly.',
                        required: ['image'],
                        properties: {
                          image: {
                            type: 'string',
                            description: 'Name of the Image that holds the kernel.',
                            pattern: '^[a-z][a-z0-9-]{0,39}$',
                            maxLength: 40,
                          },
                          initrd: {
                            type: 'string',
                            description: 'Name of the Image that holds the initial RAM disk.',
                            pattern: '^[a-z][a-z0-9-]{0,39}$',
                            maxLength: 40,
                          },
                        },
                      },
                      firmware: {
                        type: 'string',
                        description: 'Start from the first disk with this firmware.',
                        enum: ['bios', 'uefi'],
                      },
                      cmdline: {
                        type: 'array',
                        description:
                          'Arguments of the kernel, one item each. Only with kernel. At most 2,000 bytes together.',
                        maxItems: 128,
                        'x-kubernetes-list-type': 'atomic',
                        items: {type: 'string', minLength: 1, maxLength: 1024, pattern: '^[\\x20-\\x7e]+$'},
                      },
                    },
                  },
                  cmdline: {
                    type: 'array',
                    description: 'Arguments of the kernel instead of those that it would get, one item each.',
                    maxItems: 128,
                    'x-kubernetes-list-type': 'atomic',
                    items: {type: 'string', minLength: 1, maxLength: 1024, pattern: '^[\\x20-\\x7e]+$'},
                  },
                },
              },
            },
            disks: {
              type: 'array',
              description:
                'Disks of the guest. The guest finds them by serial (/dev/disk/by-id/virtio-SERIAL), never by order.',
              default: [],
              maxItems: 24,
              'x-kubernetes-list-type': 'map',
              'x-kubernetes-list-map-keys': ['name'],
              items: {
                type: 'object',
                title: 'Disk',
                description: 'One disk.',
                required: ['name'],
                oneOf: [{required: ['image']}, {required: ['blank']}, {required: ['file']}],
                properties: {
                  name: {
                    type: 'string',
                    description: 'Name of the disk within the machine. Renaming it makes another disk.',
                    pattern: '^[a-z][a-z0-9-]{0,39}$',
                    maxLength: 40,
                  },
                  image: {
                    type: 'string',
                    description:
                      'Name of an Image. The disk is a copy-on-write overlay over it; the image is never written.',
                    pattern: '^[a-z][a-z0-9-]{0,39}$',
                    maxLength: 40,
                  },
                  blank: {type: 'object', description: 'An empty disk. Needs a size.'},
                  file: {
                    type: 'object',
                    title: 'DiskFileSource',
                    description: 'A file of the host, used as it is.',
                    required: ['path', 'format'],
                    properties: {
                      path: {
                        type: 'string',
                        description: 'Path of the file, relative to the manifest or absolute.',
                        pattern: '^[^\\x00-\\x1f\\x7f~][^\\x00-\\x1f\\x7f]*$',
                        maxLength: 1024,
                      },
                      format: {
                        type: 'string',
                        description:
                          'What the file is. It is never guessed, because a guest could write another header.',
                        enum: ['raw', 'qcow2'],
                      },
                    },
                  },
                  size: {
                    type: 'string',
                    description:
                      "Size that the guest sees, in bytes with a unit, such as 10Gi. An image's own size when left out. It can grow later, never shrink.",
                    pattern: '^[1-9][0-9]*(Ki|Mi|Gi|Ti|k|M|G|T)$',
                    maxLength: 24,
                  },
                  serial: {
                    type: 'string',
                    description:
                      "Serial number that the guest sees; when left out, the name if it fits into 20 characters, else the name's beginning and a hash.",
                    pattern: '^[A-Za-z0-9_-]{1,20}$',
                    maxLength: 20,
                  },
                  readOnly: {type: 'boolean', description: 'Refuse writes of the guest.', default: false},
                  rate: {
                    type: 'object',
                    title: 'DiskRate',
                    description:
                      'The most that the guest gets done in a second; more than that waits. No limit where one is left out.',
                    properties: {
                      readBytesPerSecond: {
                        type: 'string',
                        description: 'Bytes read, with a unit, such as 50Mi; 8Ki to 16Gi.',
                        pattern: '^[1-9][0-9]*(Ki|Mi|Gi|Ti|k|M|G|T)$',
                        maxLength: 24,
                      },
                      writeBytesPerSecond: {
                        type: 'string',
                        description: 'Bytes written, with a unit, such as 20Mi; 8Ki to 16Gi.',
                        pattern: '^[1-9][0-9]*(Ki|Mi|Gi|Ti|k|M|G|T)$',
                        maxLength: 24,
                      },
                      readOperationsPerSecond: {
                        type: 'integer',
                        format: 'int32',
                        description: 'Reads, 1 to 10,000,000.',
                        minimum: 1,
                        maximum: 10000000,
                      },
                      writeOperationsPerSecond: {
                        type: 'integer',
                        format: 'int32',
                        description: 'Writes, 1 to 10,000,000.',
                        minimum: 1,
                        maximum: 10000000,
                      },
                    },
                  },
                },
              },
            },
            interfaces: {
              type: 'array',
              description: 'Network interfaces of the guest.',
              default: [],
              maxItems: 16,
              'x-kubernetes-list-type': 'map',
              'x-kubernetes-list-map-keys': ['name'],
              items: {
                type: 'object',
                title: 'Interface',
                description: 'One network interface.',
                required: ['name'],
                oneOf: [
                  {required: ['tap']},
                  {required: ['macvtap']},
                  {required: ['bridge']},
                  {required: ['user']},
                ],
                properties: {
                  name: {
                    type: 'string',
                    description:
                      'Name of the interface within the machine. Its MAC address and tap follow from it.',
                    pattern: '^[a-z][a-z0-9-]{0,39}$',
                    maxLength: 40,
                  },
                  mac: {
                    type: 'string',
                    description:
                      'MAC address, such as 02:00:00:00:00:01. Derived from the host and the names when left out.',
                    pattern: '^[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){5}$',
                    maxLength: 17,
                  },
                  addresses: {
                    type: 'array',
                    description: 'Addresses that the guest is told to use, such as 192.168.1.3/24.',
                    default: [],
                    maxItems: 16,
                    'x-kubernetes-list-type': 'set',
                    items: {
                      type: 'string',
                      description: 'IPv4 or IPv6 address with prefix length.',
                      pattern: '^[0-9A-Fa-f.:]+/[0-9]{1,3}$',
                      maxLength: 49,
                    },
                  },
                  linkState: {
                    type: 'string',
                    description:
                      "Whether the guest's card has a cable. down: the guest sees no carrier, and nothing passes either way. up when left out.",
                    enum: ['up', 'down'],
                  },
                  rate: {
                    type: 'object',
                    title: 'InterfaceRate',
                    description:
                      'The most that passes in a second, as the guest sees it. Only with tap. No limit where one is left out.',
                    properties: {
                      inboundBytesPerSecond: {
                        type: 'string',
                        description:
                          'To the guest, in bytes with a unit, such as 10Mi; 8Ki to 16Gi. What comes faster waits for up to a tenth of a second, then it is dropped.',
                        pattern: '^[1-9][0-9]*(Ki|Mi|Gi|Ti|k|M|G|T)$',
                        maxLength: 24,
                      },
                      outboundBytesPerSecond: {
                        type: 'string',
                        description:
                          'From the guest, in bytes with a unit, such as 10Mi; 8Ki to 16Gi. What comes faster is dropped.',
                        pattern: '^[1-9][0-9]*(Ki|Mi|Gi|Ti|k|M|G|T)$',
                        maxLength: 24,
                      },
                    },
                  },
                  tap: {
                    type: 'object',
                    title: 'TapBinding',
                    description: 'A tap that vmlet makes, names and removes, as a port of a Network.',
                    required: ['network'],
                    properties: {
                      network: {
                        type: 'string',
                        description: 'Name of a Network in the same namespace.',
                        pattern: '^[a-z][a-z0-9-]{0,39}$',
                        maxLength: 40,
                      },
                    },
                  },
                  macvtap: {
                    type: 'object',
                    title: 'MacvtapBinding',
                    description:
                      'A macvtap on a link of the host. Host and guest do not reach each other over it.',
                    required: ['link'],
                    properties: {
                      link: {
                        type: 'string',
                        description: 'Link of the host, such as eth0.',
                        pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,14}$',
                        maxLength: 15,
                      },
                      mode: {
                        type: 'string',
                        description: 'How macvtaps of one link reach each other.',
                        enum: ['private', 'vepa', 'bridge', 'passthru'],
                        default: 'bridge',
                      },
                    },
                  },
                  bridge: {
                    type: 'object',
                    title: 'BridgeBinding',
                    description:
                      "A port of a bridge of the host made by QEMU's bridge helper, for a vmlet without root; with root use tap.",
                    required: ['name'],
                    properties: {
                      name: {
                        type: 'string',
                        description: 'Bridge of the host, such as br0.',
                        pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,14}$',
                        maxLength: 15,
                      },
                    },
                  },
                  user: {
                    type: 'object',
                    title: 'UserBinding',
                    description: "Network of the hypervisor's own process; needs no root, reaches out only.",
                    properties: {
                      restrict: {
                        type: 'boolean',
                        description: 'Let the guest reach nothing but the forwarded ports.',
                        default: false,
                      },
                      forwardPorts: {
                        type: 'array',
                        description: 'Ports of the host that lead to the guest.',
                        default: [],
                        maxItems: 64,
                        'x-kubernetes-list-type': 'atomic',
                        items: {
                          type: 'object',
                          title: 'PortForwardRule',
                          description: 'One forwarded port.',
                          required: ['hostPort', 'guestPort'],
                          properties: {
                            protocol: {
                              type: 'string',
                              description: 'Protocol of the port.',
                              enum: ['tcp', 'udp'],
                              default: 'tcp',
                            },
                            hostAddress: {
                              type: 'string',
                              description: 'Address of the host to listen on.',
                              pattern: '^[0-9.]{7,15}$',
                              maxLength: 15,
                              default: '127.0.0.1',
                            },
                            hostPort: {
                              type: 'integer',
                              format: 'int32',
                              description: 'Port of the host, 1 to 65535.',
                              minimum: 1,
                              maximum: 65535,
                            },
                            guestPort: {
                              type: 'integer',
                              format: 'int32',
                              description: 'Port of the guest, 1 to 65535.',
                              minimum: 1,
                              maximum: 65535,
                            },
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
              description: 'Devices of the host handed to the guest.',
              default: [],
              maxItems: 8,
              'x-kubernetes-list-type': 'atomic',
              items: {
                type: 'object',
                title: 'Device',
                description: 'One device, as exactly one of pci and usb.',
                oneOf: [{required: ['pci']}, {required: ['usb']}],
                properties: {
                  pci: {
                    type: 'object',
                    title: 'PciDevice',
                    description: 'A PCI device, bound to vfio-pci before the start.',
                    required: ['address'],
                    properties: {
                      address: {
                        type: 'string',
                        description: 'Address as lspci -D prints it, such as 0000:01:00.0.',
                        pattern: '^[0-9a-f]{4}:[0-9a-f]{2}:[01][0-9a-f]\\.[0-7]$',
                        maxLength: 12,
                      },
                    },
                  },
                  usb: {
                    type: 'object',
                    title: 'UsbDevice',
                    description: 'A USB device, found by its ids.',
                    required: ['vendorId', 'productId'],
                    properties: {
                      vendorId: {
                        type: 'string',
                        description:
                          'Vendor as lsusb prints it, four hexadecimal digits in quotes, such as "1d6b".',
                        pattern: '^[0-9a-f]{4}$',
                        maxLength: 4,
                      },
                      productId: {
                        type: 'string',
                        description:
                          'Product as lsusb prints it, four hexadecimal digits in quotes, such as "0002".',
                        pattern: '^[0-9a-f]{4}$',
                        maxLength: 4,
                      },
                    },
                  },
                },
              },
            },
            bootstrap: {
              type: 'object',
              title: 'Bootstrap',
              description: 'What the guest is told at its first boot.',
              properties: {
                hostname: {
                  type: 'string',
                  description: "Host name of the guest; the machine's name when left out.",
                  pattern: '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?){0,7}$',
                  maxLength: 253,
                },
              },
            },
            guestAgent: {
              type: 'object',
              title: 'GuestAgent',
              description: 'The channel to qemu-guest-agent in the guest.',
              required: ['enabled'],
              properties: {
                enabled: {
                  type: 'boolean',
                  description: 'Give the guest the channel that its agent answers on.',
                },
              },
            },
            readiness: {
              type: 'object',
              title: 'Readiness',
              description:
                'What must be seen before the machine counts as Ready, as exactly one key beside timeout.',
              oneOf: [{required: ['running']}, {required: ['console']}, {required: ['guestAgent']}],
              properties: {
                running: {
                  type: 'object',
                  description: 'The hypervisor runs the guest; nothing is asked of the guest itself.',
                },
                console: {
                  type: 'object',
                  title: 'ConsoleReadiness',
                  description: 'The guest printed a text on its serial console since it booted.',
                  required: ['contains'],
                  properties: {
                    contains: {
                      type: 'string',
                      description: 'The text.',
                      minLength: 1,
                      maxLength: 256,
                      pattern: '^[^\\x00-\\x1f\\x7f]+$',
                    },
                  },
                },
                guestAgent: {
                  type: 'object',
                  description: 'The guest agent answers. Needs guestAgent.enabled.',
                },
                timeout: {
                  type: 'string',
                  description:
                    'How long after its start the machine may take, such as 2m; then it is reported, not stopped.',
                  pattern: '^([0-9]+(ms|s|m|h|d))+$',
                  maxLength: 32,
                },
              },
            },
            dependsOn: {
              type: 'array',
              description: 'Machines of the same namespace that must be Ready before this one starts.',
              default: [],
              maxItems: 32,
              'x-kubernetes-list-type': 'map',
              'x-kubernetes-list-map-keys': ['name'],
              items: {
                type: 'object',
                title: 'Dependency',
                description: 'One machine to wait for.',
                required: ['name'],
                properties: {
                  name: {
                    type: 'string',
                    description: 'Name of a VirtualMachine in the same namespace.',
                    pattern: '^[a-z][a-z0-9-]{0,39}$',
                    maxLength: 40,
                  },
                  condition: {
                    type: 'string',
                    description: 'Condition that must be True.',
                    enum: ['Ready'],
                    default: 'Ready',
                  },
                },
              },
            },
            preStart: {
              type: 'array',
              description:
                'Commands run on the host, in order, before each start; a failure stops the start. They run as vmlet does, so whoever may write manifests must be trusted with this host. A command is killed when vmlet is, and runs again with the next start, so it must bear to be run twice.',
              maxItems: 16,
              'x-kubernetes-list-type': 'atomic',
              items: {
                type: 'object',
                title: 'PreStartCommand',
                description: 'One command.',
                required: ['command'],
                properties: {
                  command: {
                    type: 'array',
                    description: 'Program and arguments; no shell reads them.',
                    minItems: 1,
                    maxItems: 64,
                    'x-kubernetes-list-type': 'atomic',
                    items: {type: 'string', maxLength: 4096, pattern: '^[^\\x00]*$'},
                  },
                  timeout: {
                    type: 'string',
                    description: 'How long the command may take, such as 30s.',
                    pattern: '^([0-9]+(ms|s|m|h|d))+$',
                    maxLength: 32,
                  },
                },
              },
            },
            shutdown: {
              type: 'object',
              title: 'Shutdown',
              description: 'How the machine is stopped.',
              properties: {
                timeout: {
                  type: 'string',
                  description:
                    'How long the guest may take to go down before harder means follow, such as 60s.',
                  pattern: '^([0-9]+(ms|s|m|h|d))+$',
                  maxLength: 32,
                },
                method: {
                  type: 'string',
                  description:
                    'What is tried first. Powerdown: the ACPI power button. CtrlAltDel: that key. Quit: end the hypervisor, as if the power failed. Kill: kill its process.',
                  enum: ['Powerdown', 'CtrlAltDel', 'Quit', 'Kill'],
                },
              },
            },
            update: {
              type: 'object',
              title: 'Update',
              description: 'What happens when an edit needs the machine to restart.',
              properties: {
                approval: {
                  type: 'string',
                  description:
                    'Manual: what interrupts the guest waits for `vmlet approve`. ManualAll: so does what could be done while it runs, and the machine stays as it was made. Automatic: needs nobody.',
                  enum: ['Manual', 'ManualAll', 'Automatic'],
                },
                when: {
                  type: 'string',
                  description:
                    'When an edit that was approved may interrupt the guest. Now: at once. NextBoot: when the guest reboots, or is started for another reason. Window: while `window` is open.',
                  enum: ['Now', 'NextBoot', 'Window'],
                },
                onFailure: {
                  type: 'string',
                  description:
                    'What happens when a revision that was booted for an edit is not Ready within `deadline`, or ends before. Keep: it runs on, and its status says so. Rollback: the last revision that was Ready comes back, once, and the edit waits.',
                  enum: ['Keep', 'Rollback'],
                },
                deadline: {
                  type: 'string',
                  description:
                    'How long a new revision may take to be Ready, such as 5m. Only with `onFailure` Rollback.',
                  pattern: '^([0-9]+(ms|s|m|h|d))+$',
                  maxLength: 24,
                },
                window: {
                  type: 'object',
                  title: 'UpdateWindow',
                  description:
                    'When guests may be interrupted. Needed by, and only used with, `when` Window.',
                  required: ['schedule', 'duration'],
                  properties: {
                    schedule: {
                      type: 'string',
                      description:
                        'When it opens, as cron has it: minute, hour, day of month, month, day of week; `0 3 * * SUN` is every Sunday at three.',
                      pattern: '^[0-9A-Za-z*,/#L-]+( [0-9A-Za-z*,/#L?-]+){4}$',
                      maxLength: 120,
                    },
                    duration: {
                      type: 'string',
                      description: 'How long it stays open, such as 2h; at least 1m, at most 7d.',
                      pattern: '^([0-9]+(ms|s|m|h|d))+$',
                      maxLength: 24,
                    },
                    timeZone: {
                      type: 'string',
                      description: 'Time zone of the schedule, such as Europe/Berlin; UTC when left out.',
                      pattern: '^[A-Za-z][A-Za-z0-9_+/-]*$',
                      maxLength: 64,
                    },
                  },
                },
                snapshotBefore: {
                  type: 'boolean',
                  description:
                    'Take a snapshot of the disks before the guest is interrupted. Refused until this version has snapshots.',
                },
              },
            },
            deletion: {
              type: 'object',
              title: 'Deletion',
              description: 'What happens when the object is removed.',
              properties: {
                disks: {
                  type: 'string',
                  description:
                    'Retain: kept until `vmlet purge`. Delete: to the trash for the time of grace, then gone.',
                  enum: ['Retain', 'Delete'],
                },
                protect: {type: 'boolean', description: 'Hold every removal until this is false.'},
                grace: {
                  type: 'string',
                  description: 'How long deleted disks stay in the trash, such as 7d.',
                  pattern: '^([0-9]+(ms|s|m|h|d))+$',
                  maxLength: 32,
                },
              },
            },
          },
        },
        status: {
          type: 'object',
          title: 'VirtualMachineStatus',
          description: 'What was last seen. Written by vmlet; ignored in a manifest.',
          properties: {
            observedGeneration: {
              type: 'integer',
              format: 'int64',
              description: 'The metadata.generation that this status speaks of.',
            },
            phase: {
              type: 'string',
              description: 'What the machine is doing, in one word.',
              enum: [
                'Pending',
                'Starting',
                'Running',
                'Paused',
                'Stopping',
                'Stopped',
                'CrashLoopBackOff',
                'Failed',
                'Removed',
                'Unknown',
              ],
            },
            conditions: {
              type: 'array',
              description: 'What is true of the object, one item for each type.',
              'x-kubernetes-list-type': 'map',
              'x-kubernetes-list-map-keys': ['type'],
              items: {
                type: 'object',
                title: 'Condition',
                description: 'One condition.',
                required: ['type', 'status', 'reason', 'message', 'lastTransitionTime'],
                properties: {
                  type: {type: 'string', description: 'Name of the condition, such as Ready.'},
                  status: {
                    type: 'string',
                    description: 'Whether it holds.',
                    enum: ['True', 'False', 'Unknown'],
                  },
                  reason: {type: 'string', description: 'Why, as one CamelCase word.'},
                  message: {type: 'string', description: 'Why, for people.'},
                  lastTransitionTime: {
                    type: 'string',
                    format: 'date-time',
                    description: 'When the status last changed.',
                  },
                },
              },
            },
            revisions: {
              type: 'object',
              description: "Numbers of the machine's resolved records; 0 for none.",
              properties: {
                prepared: {type: 'integer', description: 'The newest.'},
                booted: {type: 'integer', description: 'The one that runs.'},
                previous: {type: 'integer', description: 'The one that ran before.'},
              },
            },
            variant: {
              type: 'string',
              description: 'The variant that runs for this boot; null for the machine itself.',
              nullable: true,
            },
            rollback: {
              type: 'object',
              description:
                'An earlier revision that is wanted instead of what the manifest says, until the manifest changes.',
              nullable: true,
              required: ['to', 'from', 'since', 'by', 'why'],
              properties: {
                to: {type: 'integer', description: 'Revision whose content is wanted.'},
                from: {type: 'integer', description: 'Revision that ran before.'},
                since: {type: 'string', format: 'date-time', description: 'Since when.'},
                by: {type: 'string', description: 'Request: `vmlet rollback`. HealthGate: update.onFailure.'},
                why: {type: 'string', description: 'What was seen of the revision that was given up.'},
              },
            },
            pendingChanges: {
              type: 'array',
              description: 'Edits that do not run yet, and what they wait for.',
              'x-kubernetes-list-type': 'atomic',
              items: {
                type: 'object',
                title: 'PendingChangeStatus',
                required: ['path', 'from', 'to', 'disruption', 'reason'],
                properties: {
                  path: {type: 'string', description: 'Field that differs.'},
                  from: {type: 'string', description: 'What runs.'},
                  to: {type: 'string', description: 'What is wanted.'},
                  disruption: {
                    type: 'string',
                    description: 'What the change costs.',
                    enum: ['hot', 'restart', 'recreate', 'refused'],
                  },
                  reason: {type: 'string', description: 'What it waits for, or why it is refused.'},
                },
              },
            },
            pid: {type: 'integer', description: 'Process of the hypervisor.', nullable: true},
            runPolicy: {
              type: 'string',
              description: 'When the machine runs, with the class merged in.',
              nullable: true,
            },
            powerOverride: {
              type: 'string',
              description:
                'Running or Halted, as `vmlet start` and `vmlet stop` said, until the spec changes.',
              nullable: true,
            },
            accelerator: {type: 'string', description: 'What the guest runs on, kvm or tcg.', nullable: true},
            memory: {
              type: 'object',
              description: 'Of a machine whose memory can change while it runs. Absent of any other.',
              properties: {
                size: {type: 'string', description: 'What it is to have.'},
                guest: {
                  type: 'string',
                  description: 'What its balloon and its memory device say that it has.',
                },
              },
            },
            restarts: {
              type: 'integer',
              description: 'Starts after an end that nobody asked for, since the object was made.',
            },
            bootedAt: {
              type: 'string',
              format: 'date-time',
              description: 'When the guest was last started.',
              nullable: true,
            },
            lastExit: {
              type: 'object',
              description: 'How the guest last went down.',
              nullable: true,
              required: ['cause', 'at', 'detail'],
              properties: {
                cause: {
                  type: 'string',
                  description:
                    'GuestShutdown, GuestPanicked, HypervisorCrashed, Stopped, HostStopped or InternalError.',
                },
                at: {type: 'string', format: 'date-time', description: 'When.'},
                detail: {type: 'string', description: 'More about it.'},
              },
            },
            tombstone: {
              type: 'object',
              description:
                'Its manifest was removed; what is kept of it, and what ends that. Absent of one that is declared.',
              properties: {
                since: {type: 'string', format: 'date-time', description: 'When it was removed.'},
                why: {type: 'string', description: 'By what.'},
                disks: {
                  type: 'string',
                  description: 'Kept or deleted after grace.',
                  enum: ['Retain', 'Delete'],
                },
                grace: {type: 'string', description: 'How long deleted disks stay in the trash.'},
                trashedFor: {
                  type: 'string',
                  description: 'How long they have been there while vmlet ran, noted every hour.',
                },
              },
            },
            addresses: {
              type: 'array',
              description: 'Addresses of the guest, without prefix length.',
              'x-kubernetes-list-type': 'atomic',
              items: {type: 'string'},
            },
            interfaces: {
              type: 'array',
              description: 'Interfaces as they were made.',
              'x-kubernetes-list-type': 'atomic',
              items: {
                type: 'object',
                title: 'InterfaceStatus',
                required: ['name', 'mac'],
                properties: {
                  name: {type: 'string', description: 'Name in the spec.'},
                  mac: {type: 'string', description: 'MAC address in use.'},
                  link: {type: 'string', description: 'Tap or macvtap of the host.', nullable: true},
                  bridge: {type: 'string', description: 'Bridge that it is a port of.', nullable: true},
                },
              },
            },
            disks: {
              type: 'array',
              description: 'Disks as they were made.',
              'x-kubernetes-list-type': 'atomic',
              items: {
                type: 'object',
                title: 'DiskStatus',
                required: ['name', 'path'],
                properties: {
                  name: {type: 'string', description: 'Name in the spec.'},
                  path: {type: 'string', description: 'File or device of the host.'},
                  image: {type: 'string', description: 'Digest of the image below it.', nullable: true},
                  virtualSize: {
                    type: 'string',
                    description: 'Size that the guest sees, with a unit.',
                    nullable: true,
                  },
                },
              },
            },
            events: {
              type: 'array',
              description: 'The last events, newest last.',
              'x-kubernetes-list-type': 'atomic',
              items: {
                type: 'object',
                title: 'EventStatus',
                required: ['type', 'reason', 'message', 'count', 'firstSeen', 'lastSeen'],
                properties: {
                  type: {type: 'string', description: 'Normal or Warning.', enum: ['Normal', 'Warning']},
                  reason: {type: 'string', description: 'What happened, as one CamelCase word.'},
                  message: {type: 'string', description: 'What happened, for people.'},
                  count: {type: 'integer', description: 'How often.'},
                  firstSeen: {type: 'string', format: 'date-time', description: 'First time.'},
                  lastSeen: {type: 'string', format: 'date-time', description: 'Last time.'},
                },
              },
            },
            lastError: {
              type: 'object',
              description: 'The last failure, until it is over.',
              nullable: true,
              required: ['action', 'code', 'message', 'at'],
              properties: {
                action: {type: 'string', description: 'What was tried.'},
                code: {type: 'string', description: 'Code as listed in docs/errors.md.'},
                message: {type: 'string', description: 'What failed, for people.'},
                at: {type: 'string', format: 'date-time', description: 'When.'},
              },
            },
            source: {
              type: 'object',
              description: 'Where the object came from.',
              nullable: true,
              properties: {
                source: {type: 'string', description: 'Name of the source.'},
                file: {type: 'string', description: "File below the source's root."},
                document: {type: 'integer', description: 'Number of the document in the file, from 1.'},
                revision: {type: 'string', description: 'Commit of a git source.'},
              },
            },
            daemon: {
              type: 'object',
              description: 'Who wrote this; readers test whether it still runs.',
              properties: {
                pid: {type: 'integer', description: 'Process of the daemon.'},
                startTicks: {
                  type: 'integer',
                  format: 'int64',
                  description: 'Its start, in clock ticks since the host booted.',
                },
                bootId: {type: 'string', description: 'Boot of the host.'},
                version: {type: 'string', description: 'Version of vmlet.'},
              },
            },
          },
        },
      },
    },
  },
  VirtualMachineClass: {
    kind: 'VirtualMachineClass',
    plural: 'virtualmachineclasses',
    singular: 'virtualmachineclass',
    shortNames: ['vmclass'],
    categories: ['vmlet'],
    columns: [
      {
        name: 'CPU',
        type: 'integer',
        jsonPath: '.spec.cpu.count',
        priority: 0,
        description: 'Virtual CPUs that it gives.',
      },
      {
        name: 'Memory',
        type: 'string',
        jsonPath: '.spec.memory.size',
        priority: 0,
        description: 'Memory that it gives.',
      },
      {
        name: 'Policy',
        type: 'string',
        jsonPath: '.spec.runPolicy',
        priority: 0,
        description: 'When its machines run.',
      },
      {
        name: 'Age',
        type: 'date',
        jsonPath: '.metadata.creationTimestamp',
        priority: 0,
        description: 'Since the object was first seen.',
      },
    ],
    schema: {
      type: 'object',
      description: 'Settings that machines share by naming it in their `class`.',
      required: ['spec'],
      properties: {
        apiVersion: {type: 'string', description: 'Always vmlet.dev/v1alpha1.'},
        kind: {type: 'string', description: 'Always VirtualMachineClass.'},
        metadata: {type: 'object', description: 'Name, namespace, labels and annotations.'},
        spec: {
          type: 'object',
          title: 'VirtualMachineClassSpec',
          description:
            "Used where a machine says nothing. A machine's own field wins; what the class leaves out comes from the built-in class `default`.",
          properties: {
            runPolicy: {
              type: 'string',
              description:
                'When the machine should run. Always: started again after every end. RerunOnFailure: started again unless the guest powered off by itself. Once: run to its end, never again. Manual: only by `vmlet start` and `vmlet stop`. Halted: kept stopped.',
              enum: ['Always', 'RerunOnFailure', 'Once', 'Manual', 'Halted'],
            },
            startPriority: {
              type: 'integer',
              format: 'int32',
              description:
                'Which machines go first when many wait to be started, as after a boot of the host: the highest. It orders those that may start; what must be Ready before is dependsOn.',
              minimum: -1000,
              maximum: 1000,
            },
            hypervisor: {
              type: 'object',
              title: 'Hypervisor',
              description: 'Which hypervisor runs the machine, as exactly one key.',
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
              properties: {
                qemu: {
                  type: 'object',
                  title: 'QemuHypervisor',
                  description: 'QEMU, version 7.2 or newer.',
                  properties: {
                    machine: {
                      type: 'string',
                      description:
                        'Machine type. q35: PCIe, everything can be plugged while it runs. pc: the older PC. microvm: smallest and fastest to boot. virt: ARM.',
                      enum: ['q35', 'pc', 'microvm', 'virt'],
                    },
                    accelerator: {
                      type: 'string',
                      description:
                        'kvm: hardware virtualisation, refused where KVM cannot run a guest. tcg: emulation, slower and without a promise of isolation. auto: kvm where a probe shows that it works, else tcg.',
                      enum: ['auto', 'kvm', 'tcg'],
                    },
                    cpuModel: {
                      type: 'string',
                      description:
                        'CPU model as QEMU names it, with features, such as `host` or `max,-avx512f`.',
                      pattern: '^[A-Za-z0-9][A-Za-z0-9._-]*(,[+-]?[A-Za-z0-9][A-Za-z0-9._-]*(=(on|off))?)*$',
                      maxLength: 256,
                    },
                    extraArgs: {
                      type: 'array',
                      description:
                        "Arguments added to QEMU's command line as they are. They can do anything that QEMU can, so whoever may write manifests must be trusted with it.",
                      maxItems: 64,
                      'x-kubernetes-list-type': 'atomic',
                      items: {
                        type: 'string',
                        minLength: 1,
                        maxLength: 4096,
                        pattern: '^[^\\x00-\\x1f\\x7f]+$',
                      },
                    },
                  },
                },
                cloudHypervisor: {type: 'object', description: 'Cloud Hypervisor.'},
                firecracker: {type: 'object', description: 'Firecracker.'},
                crosvm: {type: 'object', description: 'crosvm.'},
                kvmtool: {type: 'object', description: 'kvmtool (lkvm).'},
                stratovirt: {type: 'object', description: 'StratoVirt.'},
                alioth: {type: 'object', description: 'Alioth.'},
                runner: {type: 'object', description: 'A program of your own that starts the machine.'},
              },
            },
            cpu: {
              type: 'object',
              title: 'Cpu',
              description: 'Processors of the guest.',
              properties: {
                count: {
                  type: 'integer',
                  format: 'int32',
                  description: 'Number of virtual CPUs, 1 to 64.',
                  minimum: 1,
                  maximum: 64,
                },
                max: {
                  type: 'integer',
                  format: 'int32',
                  description:
                    'To how many virtual CPUs `count` can be raised while the guest runs, 1 to 64 and no fewer than count. Room for them is kept when the machine starts. Machines q35 and pc. count when left out.',
                  minimum: 1,
                  maximum: 64,
                },
              },
            },
            memory: {
              type: 'object',
              title: 'Memory',
              description: 'Memory of the guest.',
              properties: {
                size: {
                  type: 'string',
                  description:
                    'Memory that the guest sees, in bytes with a unit, such as 512Mi; at least 32Mi.',
                  pattern: '^[1-9][0-9]*(Ki|Mi|Gi|Ti|k|M|G|T)$',
                  maxLength: 24,
                },
                max: {
                  type: 'string',
                  description:
                    'To how much `size` can be raised while the guest runs, no less than size. Room for it is kept when the machine starts, and the guest gets a balloon as well. Machines q35 and pc. size when left out.',
                  pattern: '^[1-9][0-9]*(Ki|Mi|Gi|Ti|k|M|G|T)$',
                  maxLength: 24,
                },
                balloon: {
                  type: 'object',
                  description:
                    'Give the guest a balloon device: memory it does not use is given back to the host, and `size` can be lowered while it runs, to a quarter of what it started with.',
                },
              },
            },
            boot: {
              type: 'object',
              title: 'Boot',
              description: 'How the guest starts, as exactly one of kernel and firmware.',
              oneOf: [{required: ['kernel']}, {required: ['firmware']}],
              properties: {
                kernel: {
                  type: 'object',
                  title: 'BootKernel',
                  description: 'Start this kernel directly.',
                  required: ['image'],
                  properties: {
                    image: {
                      type: 'string',
                      description: 'Name of the Image that holds the kernel.',
                      pattern: '^[a-z][a-z0-9-]{0,39}$',
                      maxLength: 40,
                    },
                    initrd: {
                      type: 'string',
                      description: 'Name of the Image that holds the initial RAM disk.',
                      pattern: '^[a-z][a-z0-9-]{0,39}$',
                      maxLength: 40,
                    },
                  },
                },
                firmware: {
                  type: 'string',
                  description: 'Start from the first disk with this firmware.',
                  enum: ['bios', 'uefi'],
                },
                cmdline: {
                  type: 'array',
                  description:
                    'Arguments of the kernel, one item each. Only with kernel. At most 2,000 bytes together.',
                  maxItems: 128,
                  'x-kubernetes-list-type': 'atomic',
                  items: {type: 'string', minLength: 1, maxLength: 1024, pattern: '^[\\x20-\\x7e]+$'},
                },
              },
            },
            guestAgent: {
              type: 'object',
              title: 'GuestAgent',
              description: 'The channel to qemu-guest-agent in the guest.',
              required: ['enabled'],
              properties: {
                enabled: {
                  type: 'boolean',
                  description: 'Give the guest the channel that its agent answers on.',
                },
              },
            },
            readiness: {
              type: 'object',
              title: 'Readiness',
              description:
                'What must be seen before the machine counts as Ready, as exactly one key beside timeout.',
              oneOf: [{required: ['running']}, {required: ['console']}, {required: ['guestAgent']}],
              properties: {
                running: {
                  type: 'object',
                  description: 'The hypervisor runs the guest; nothing is asked of the guest itself.',
                },
                console: {
                  type: 'object',
                  title: 'ConsoleReadiness',
                  description: 'The guest printed a text on its serial console since it booted.',
                  required: ['contains'],
                  properties: {
                    contains: {
                      type: 'string',
                      description: 'The text.',
                      minLength: 1,
                      maxLength: 256,
                      pattern: '^[^\\x00-\\x1f\\x7f]+$',
                    },
                  },
                },
                guestAgent: {
                  type: 'object',
                  description: 'The guest agent answers. Needs guestAgent.enabled.',
                },
                timeout: {
                  type: 'string',
                  description:
                    'How long after its start the machine may take, such as 2m; then it is reported, not stopped.',
                  pattern: '^([0-9]+(ms|s|m|h|d))+$',
                  maxLength: 32,
                },
              },
            },
            preStart: {
              type: 'array',
              description:
                'Commands run on the host, in order, before each start; a failure stops the start. They run as vmlet does, so whoever may write manifests must be trusted with this host. A command is killed when vmlet is, and runs again with the next start, so it must bear to be run twice.',
              maxItems: 16,
              'x-kubernetes-list-type': 'atomic',
              items: {
                type: 'object',
                title: 'PreStartCommand',
                description: 'One command.',
                required: ['command'],
                properties: {
                  command: {
                    type: 'array',
                    description: 'Program and arguments; no shell reads them.',
                    minItems: 1,
                    maxItems: 64,
                    'x-kubernetes-list-type': 'atomic',
                    items: {type: 'string', maxLength: 4096, pattern: '^[^\\x00]*$'},
                  },
                  timeout: {
                    type: 'string',
                    description: 'How long the command may take, such as 30s.',
                    pattern: '^([0-9]+(ms|s|m|h|d))+$',
                    maxLength: 32,
                  },
                },
              },
            },
            shutdown: {
              type: 'object',
              title: 'Shutdown',
              description: 'How the machine is stopped.',
              properties: {
                timeout: {
                  type: 'string',
                  description:
                    'How long the guest may take to go down before harder means follow, such as 60s.',
                  pattern: '^([0-9]+(ms|s|m|h|d))+$',
                  maxLength: 32,
                },
                method: {
                  type: 'string',
                  description:
                    'What is tried first. Powerdown: the ACPI power button. CtrlAltDel: that key. Quit: end the hypervisor, as if the power failed. Kill: kill its process.',
                  enum: ['Powerdown', 'CtrlAltDel', 'Quit', 'Kill'],
                },
              },
            },
            update: {
              type: 'object',
              title: 'Update',
              description: 'What happens when an edit needs the machine to restart.',
              properties: {
                approval: {
                  type: 'string',
                  description:
                    'Manual: what interrupts the guest waits for `vmlet approve`. ManualAll: so does what could be done while it runs, and the machine stays as it was made. Automatic: needs nobody.',
                  enum: ['Manual', 'ManualAll', 'Automatic'],
                },
                when: {
                  type: 'string',
                  description:
                    'When an edit that was approved may interrupt the guest. Now: at once. NextBoot: when the guest reboots, or is started for another reason. Window: while `window` is open.',
                  enum: ['Now', 'NextBoot', 'Window'],
                },
                onFailure: {
                  type: 'string',
                  description:
                    'What happens when a revision that was booted for an edit is not Ready within `deadline`, or ends before. Keep: it runs on, and its status says so. Rollback: the last revision that was Ready comes back, once, and the edit waits.',
                  enum: ['Keep', 'Rollback'],
                },
                deadline: {
                  type: 'string',
                  description:
                    'How long a new revision may take to be Ready, such as 5m. Only with `onFailure` Rollback.',
                  pattern: '^([0-9]+(ms|s|m|h|d))+$',
                  maxLength: 24,
                },
                window: {
                  type: 'object',
                  title: 'UpdateWindow',
                  description:
                    'When guests may be interrupted. Needed by, and only used with, `when` Window.',
                  required: ['schedule', 'duration'],
                  properties: {
                    schedule: {
                      type: 'string',
                      description:
                        'When it opens, as cron has it: minute, hour, day of month, month, day of week; `0 3 * * SUN` is every Sunday at three.',
                      pattern: '^[0-9A-Za-z*,/#L-]+( [0-9A-Za-z*,/#L?-]+){4}$',
                      maxLength: 120,
                    },
                    duration: {
                      type: 'string',
                      description: 'How long it stays open, such as 2h; at least 1m, at most 7d.',
                      pattern: '^([0-9]+(ms|s|m|h|d))+$',
                      maxLength: 24,
                    },
                    timeZone: {
                      type: 'string',
                      description: 'Time zone of the schedule, such as Europe/Berlin; UTC when left out.',
                      pattern: '^[A-Za-z][A-Za-z0-9_+/-]*$',
                      maxLength: 64,
                    },
                  },
                },
                snapshotBefore: {
                  type: 'boolean',
                  description:
                    'Take a snapshot of the disks before the guest is interrupted. Refused until this version has snapshots.',
                },
              },
            },
            deletion: {
              type: 'object',
              title: 'Deletion',
              description: 'What happens when the object is removed.',
              properties: {
                disks: {
                  type: 'string',
                  description:
                    'Retain: kept until `vmlet purge`. Delete: to the trash for the time of grace, then gone.',
                  enum: ['Retain', 'Delete'],
                },
                protect: {type: 'boolean', description: 'Hold every removal until this is false.'},
                grace: {
                  type: 'string',
                  description: 'How long deleted disks stay in the trash, such as 7d.',
                  pattern: '^([0-9]+(ms|s|m|h|d))+$',
                  maxLength: 32,
                },
              },
            },
          },
        },
        status: {
          type: 'object',
          title: 'VirtualMachineClassStatus',
          description: 'What was last seen. Written by vmlet; ignored in a manifest.',
          properties: {
            observedGeneration: {
              type: 'integer',
              format: 'int64',
              description: 'The metadata.generation that this status speaks of.',
            },
            phase: {
              type: 'string',
              description: 'What is being done, in one word.',
              enum: ['Pending', 'Ready', 'Failed', 'Removed', 'Unknown'],
            },
            usedBy: {
              type: 'array',
              description: 'Machines that name it.',
              'x-kubernetes-list-type': 'atomic',
              items: {type: 'string'},
            },
            conditions: {
              type: 'array',
              description: 'What is true of the object, one item for each type.',
              'x-kubernetes-list-type': 'map',
              'x-kubernetes-list-map-keys': ['type'],
              items: {
                type: 'object',
                title: 'Condition',
                description: 'One condition.',
                required: ['type', 'status', 'reason', 'message', 'lastTransitionTime'],
                properties: {
                  type: {type: 'string', description: 'Name of the condition, such as Ready.'},
                  status: {
                    type: 'string',
                    description: 'Whether it holds.',
                    enum: ['True', 'False', 'Unknown'],
                  },
                  reason: {type: 'string', description: 'Why, as one CamelCase word.'},
                  message: {type: 'string', description: 'Why, for people.'},
                  lastTransitionTime: {
                    type: 'string',
                    format: 'date-time',
                    description: 'When the status last changed.',
                  },
                },
              },
            },
            pendingChanges: {
              type: 'array',
              description: 'Edits that do not run yet, and what they wait for.',
              'x-kubernetes-list-type': 'atomic',
              items: {
                type: 'object',
                title: 'PendingChangeStatus',
                required: ['path', 'from', 'to', 'disruption', 'reason'],
                properties: {
                  path: {type: 'string', description: 'Field that differs.'},
                  from: {type: 'string', description: 'What runs.'},
                  to: {type: 'string', description: 'What is wanted.'},
                  disruption: {
                    type: 'string',
                    description: 'What the change costs.',
                    enum: ['hot', 'restart', 'recreate', 'refused'],
                  },
                  reason: {type: 'string', description: 'What it waits for, or why it is refused.'},
                },
              },
            },
            events: {
              type: 'array',
              description: 'The last events, newest last.',
              'x-kubernetes-list-type': 'atomic',
              items: {
                type: 'object',
                title: 'EventStatus',
                required: ['type', 'reason', 'message', 'count', 'firstSeen', 'lastSeen'],
                properties: {
                  type: {type: 'string', description: 'Normal or Warning.', enum: ['Normal', 'Warning']},
                  reason: {type: 'string', description: 'What happened, as one CamelCase word.'},
                  message: {type: 'string', description: 'What happened, for people.'},
                  count: {type: 'integer', description: 'How often.'},
                  firstSeen: {type: 'string', format: 'date-time', description: 'First time.'},
                  lastSeen: {type: 'string', format: 'date-time', description: 'Last time.'},
                },
              },
            },
            lastError: {
              type: 'object',
              description: 'The last failure, until it is over.',
              nullable: true,
              required: ['action', 'code', 'message', 'at'],
              properties: {
                action: {type: 'string', description: 'What was tried.'},
                code: {type: 'string', description: 'Code as listed in docs/errors.md.'},
                message: {type: 'string', description: 'What failed, for people.'},
                at: {type: 'string', format: 'date-time', description: 'When.'},
              },
            },
            source: {
              type: 'object',
              description: 'Where the object came from.',
              nullable: true,
              properties: {
                source: {type: 'string', description: 'Name of the source.'},
                file: {type: 'string', description: "File below the source's root."},
                document: {type: 'integer', description: 'Number of the document in the file, from 1.'},
                revision: {type: 'string', description: 'Commit of a git source.'},
              },
            },
            daemon: {
              type: 'object',
              description: 'Who wrote this; readers test whether it still runs.',
              properties: {
                pid: {type: 'integer', description: 'Process of the daemon.'},
                startTicks: {
                  type: 'integer',
                  format: 'int64',
                  description: 'Its start, in clock ticks since the host booted.',
                },
                bootId: {type: 'string', description: 'Boot of the host.'},
                version: {type: 'string', description: 'Version of vmlet.'},
              },
            },
          },
        },
      },
    },
  },
};

/** The spec of the built-in class `default` (crds/classes/default.yaml). */
export const defaultClassSpec = {
  runPolicy: 'Always',
  startPriority: 0,
  hypervisor: {qemu: {machine: 'q35', accelerator: 'auto', extraArgs: []}},
  cpu: {count: 1},
  memory: {size: '512Mi'},
  boot: {firmware: 'bios'},
  guestAgent: {enabled: false},
  readiness: {running: {}, timeout: '2m'},
  preStart: [],
  shutdown: {timeout: '60s', method: 'Powerdown'},
  update: {approval: 'Manual', when: 'Now', onFailure: 'Keep', deadline: '5m'},
  deletion: {disks: 'Retain', protect: false, grace: '7d'},
} as const satisfies VirtualMachineClassSpec;

/** The schema of the host policy file (crds/policy/policy.yaml). */
export const policySchema: JsonSchema = {
  type: 'object',
  title: 'PolicySpec',
  description:
    "What manifests may ask of this host. Without a file everything is allowed that a directory of root or of the daemon's user asks for; so is what a field that is left out speaks of. A list that is empty allows nothing.",
  properties: {
    hostId: {
      type: 'string',
      description: 'Seeds tap names, MACs and addresses; given here it survives a reinstall.',
      pattern: '^[A-Za-z0-9-]{8,64}$',
      maxLength: 64,
    },
    starts: {
      type: 'object',
      title: 'StartsPolicy',
      description: 'How machines are started.',
      properties: {
        parallel: {
          type: 'integer',
          description:
            'How many hypervisors may start at once; as many as the host has cores, and at least 2, when left out.',
          minimum: 1,
          maximum: 256,
        },
      },
    },
    capacity: {
      type: 'object',
      title: 'CapacityPolicy',
      description:
        'Count what machines take against what the host has. A machine that does not fit is not started (Unschedulable), and one that runs is never stopped for it.',
      properties: {
        memory: {
          type: 'object',
          title: 'MemoryCapacity',
          description: 'Memory of the machines against the memory of the host.',
          properties: {
            reserve: {
              type: 'string',
              description: 'Kept for the host, such as 2Gi.',
              pattern: '^[1-9][0-9]*(Ki|Mi|Gi|Ti|k|M|G|T)$',
              maxLength: 24,
            },
            overcommitPercent: {
              type: 'integer',
              description:
                'How much of what is left may be given out, in percent; more than 100 is more than there is.',
              minimum: 1,
              maximum: 1000,
            },
          },
        },
        cpus: {
          type: 'object',
          title: 'CpuCapacity',
          description: 'Virtual CPUs of the machines against the cores of the host.',
          properties: {
            reserve: {
              type: 'integer',
              description: 'Cores that are kept for the host.',
              minimum: 0,
              maximum: 1024,
            },
            overcommitPercent: {
              type: 'integer',
              description:
                'How much of what is left may be given out, in percent; 400 is four virtual CPUs a core.',
              minimum: 1,
              maximum: 10000,
            },
          },
        },
        disk: {
          type: 'object',
          title: 'DiskCapacity',
          description: 'Room where the disks are.',
          properties: {
            reserve: {
              type: 'string',
              description: 'Free space below which no machine is started, such as 10Gi.',
              pattern: '^[1-9][0-9]*(Ki|Mi|Gi|Ti|k|M|G|T)$',
              maxLength: 24,
            },
          },
        },
      },
    },
    limits: {
      type: 'object',
      title: 'LimitsPolicy',
      description: 'The most that all machines together may have.',
      properties: {
        machines: {type: 'integer', description: 'Machines that run at once.', minimum: 0, maximum: 100000},
        memory: {
          type: 'string',
          description: 'Memory of the machines that run, such as 64Gi.',
          pattern: '^[1-9][0-9]*(Ki|Mi|Gi|Ti|k|M|G|T)$',
          maxLength: 24,
        },
        cpus: {
          type: 'integer',
          description: 'Virtual CPUs of the machines that run.',
          minimum: 0,
          maximum: 100000,
        },
        disk: {
          type: 'string',
          description: 'Sizes of the disks, as guests see them, of the machines that run, such as 1Ti.',
          pattern: '^[1-9][0-9]*(Ki|Mi|Gi|Ti|k|M|G|T)$',
          maxLength: 24,
        },
      },
    },
    allow: {
      type: 'object',
      title: 'AllowPolicy',
      description: 'What of the host a manifest may name.',
      properties: {
        paths: {
          type: 'array',
          description:
            'Directories whose files an Image may take and a disk may be; what is below them, too.',
          maxItems: 256,
          'x-kubernetes-list-type': 'set',
          items: {
            type: 'string',
            description: 'Absolute path.',
            pattern: '^/[^\\x00-\\x1f\\x7f]*$',
            maxLength: 1024,
          },
        },
        bridges: {
          type: 'array',
          description:
            'Links of the host that a Network, a macvtap or an interface may name; `*` stands for any characters.',
          maxItems: 256,
          'x-kubernetes-list-type': 'set',
          items: {
            type: 'string',
            description: 'Name of a link, such as br0 or vmbr*.',
            pattern: '^[A-Za-z0-9*][A-Za-z0-9._*-]{0,14}$',
            maxLength: 15,
          },
        },
        hostPorts: {
          type: 'array',
          description: 'Ports of the host that may be forwarded to guests.',
          maxItems: 256,
          'x-kubernetes-list-type': 'set',
          items: {
            type: 'string',
            description: 'A port or a range, such as "8080" or "8000-8999".',
            pattern: '^[0-9]{1,5}(-[0-9]{1,5})?$',
            maxLength: 11,
          },
        },
        pciDevices: {
          type: 'array',
          description: 'PCI devices that may be passed through.',
          maxItems: 256,
          'x-kubernetes-list-type': 'set',
          items: {
            type: 'string',
            description: 'Address, as `lspci -D` prints it.',
            pattern: '^[0-9a-f]{4}:[0-9a-f]{2}:[01][0-9a-f]\\.[0-7]$',
            maxLength: 12,
          },
        },
        usbDevices: {type: 'boolean', description: 'May USB devices be passed through.'},
        extraArgs: {
          type: 'boolean',
          description:
            'May manifests add arguments of their own to the hypervisor, which can do all that it can.',
        },
        hooks: {type: 'boolean', description: 'May manifests have commands run on the host (preStart).'},
      },
    },
    removals: {
      type: 'object',
      title: 'RemovalsPolicy',
      description:
        'How many machines of a source may be removed at once without approval. Each limit that speaks of a machine counts, and so does the prune budget (20 %, and one machine at least): the strictest wins. What is beyond it is held (RemovalHeld).',
      properties: {
        maxPerChange: {
          'x-kubernetes-int-or-string': true,
          description:
            'How many machines may go with one change of the source, as a number, or as a percentage of those that it has (rounded down, and at least one unless it is 0%). With 0 each removal waits for `vmlet approve --prune`.',
          minimum: 0,
          maximum: 100000,
          pattern: '^(100|[1-9]?[0-9])%$',
        },
        selectors: {
          type: 'array',
          description: 'The same for machines with certain labels.',
          maxItems: 64,
          'x-kubernetes-list-type': 'atomic',
          items: {
            type: 'object',
            title: 'RemovalSelector',
            description: 'Machines with these labels, in all namespaces.',
            required: ['matchLabels', 'maxPerChange'],
            properties: {
              matchLabels: {
                type: 'object',
                description: 'Labels that a machine must have, all of them; without any, every machine.',
                additionalProperties: {
                  type: 'string',
                  pattern: '^([A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?$',
                  maxLength: 63,
                },
              },
              maxPerChange: {
                'x-kubernetes-int-or-string': true,
                description:
                  'How many machines may go with one change of the source, as a number, or as a percentage of those that it has (rounded down, and at least one unless it is 0%). With 0 each removal waits for `vmlet approve --prune`.',
                minimum: 0,
                maximum: 100000,
                pattern: '^(100|[1-9]?[0-9])%$',
              },
            },
          },
        },
      },
    },
    sources: {
      type: 'array',
      description: 'What is narrower for one source; it may take from what stands above and add nothing.',
      maxItems: 64,
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['name'],
      items: {
        type: 'object',
        title: 'SourcePolicy',
        description: 'One source.',
        required: ['name'],
        properties: {
          name: {
            type: 'string',
            description: 'Name of the source; the manifests directory is `manifests`.',
            pattern: '^[a-z][a-z0-9-]{0,39}$',
            maxLength: 40,
          },
          limits: {
            type: 'object',
            title: 'LimitsPolicy',
            description: 'The most that all machines together may have.',
            properties: {
              machines: {
                type: 'integer',
                description: 'Machines that run at once.',
                minimum: 0,
                maximum: 100000,
              },
              memory: {
                type: 'string',
                description: 'Memory of the machines that run, such as 64Gi.',
                pattern: '^[1-9][0-9]*(Ki|Mi|Gi|Ti|k|M|G|T)$',
                maxLength: 24,
              },
              cpus: {
                type: 'integer',
                description: 'Virtual CPUs of the machines that run.',
                minimum: 0,
                maximum: 100000,
              },
              disk: {
                type: 'string',
                description: 'Sizes of the disks, as guests see them, of the machines that run, such as 1Ti.',
                pattern: '^[1-9][0-9]*(Ki|Mi|Gi|Ti|k|M|G|T)$',
                maxLength: 24,
              },
            },
          },
          removals: {
            type: 'object',
            title: 'RemovalsPolicy',
            description:
              'How many machines of a source may be removed at once without approval. Each limit that speaks of a machine counts, and so does the prune budget (20 %, and one machine at least): the strictest wins. What is beyond it is held (RemovalHeld).',
            properties: {
              maxPerChange: {
                'x-kubernetes-int-or-string': true,
                description:
                  'How many machines may go with one change of the source, as a number, or as a percentage of those that it has (rounded down, and at least one unless it is 0%). With 0 each removal waits for `vmlet approve --prune`.',
                minimum: 0,
                maximum: 100000,
                pattern: '^(100|[1-9]?[0-9])%$',
              },
              selectors: {
                type: 'array',
                description: 'The same for machines with certain labels.',
                maxItems: 64,
                'x-kubernetes-list-type': 'atomic',
                items: {
                  type: 'object',
                  title: 'RemovalSelector',
                  description: 'Machines with these labels, in all namespaces.',
                  required: ['matchLabels', 'maxPerChange'],
                  properties: {
                    matchLabels: {
                      type: 'object',
                      description:
                        'Labels that a machine must have, all of them; without any, every machine.',
                      additionalProperties: {
                        type: 'string',
                        pattern: '^([A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?$',
                        maxLength: 63,
                      },
                    },
                    maxPerChange: {
                      'x-kubernetes-int-or-string': true,
                      description:
                        'How many machines may go with one change of the source, as a number, or as a percentage of those that it has (rounded down, and at least one unless it is 0%). With 0 each removal waits for `vmlet approve --prune`.',
                      minimum: 0,
                      maximum: 100000,
                      pattern: '^(100|[1-9]?[0-9])%$',
                    },
                  },
                },
              },
            },
          },
          allow: {
            type: 'object',
            title: 'AllowPolicy',
            description: 'What of the host a manifest may name.',
            properties: {
              paths: {
                type: 'array',
                description:
                  'Directories whose files an Image may take and a disk may be; what is below them, too.',
                maxItems: 256,
                'x-kubernetes-list-type': 'set',
                items: {
                  type: 'string',
                  description: 'Absolute path.',
                  pattern: '^/[^\\x00-\\x1f\\x7f]*$',
                  maxLength: 1024,
                },
              },
              bridges: {
                type: 'array',
                description:
                  'Links of the host that a Network, a macvtap or an interface may name; `*` stands for any characters.',
                maxItems: 256,
                'x-kubernetes-list-type': 'set',
                items: {
                  type: 'string',
                  description: 'Name of a link, such as br0 or vmbr*.',
                  pattern: '^[A-Za-z0-9*][A-Za-z0-9._*-]{0,14}$',
                  maxLength: 15,
                },
              },
              hostPorts: {
                type: 'array',
                description: 'Ports of the host that may be forwarded to guests.',
                maxItems: 256,
                'x-kubernetes-list-type': 'set',
                items: {
                  type: 'string',
                  description: 'A port or a range, such as "8080" or "8000-8999".',
                  pattern: '^[0-9]{1,5}(-[0-9]{1,5})?$',
                  maxLength: 11,
                },
              },
              pciDevices: {
                type: 'array',
                description: 'PCI devices that may be passed through.',
                maxItems: 256,
                'x-kubernetes-list-type': 'set',
                items: {
                  type: 'string',
                  description: 'Address, as `lspci -D` prints it.',
                  pattern: '^[0-9a-f]{4}:[0-9a-f]{2}:[01][0-9a-f]\\.[0-7]$',
                  maxLength: 12,
                },
              },
              usbDevices: {type: 'boolean', description: 'May USB devices be passed through.'},
              extraArgs: {
                type: 'boolean',
                description:
                  'May manifests add arguments of their own to the hypervisor, which can do all that it can.',
              },
              hooks: {
                type: 'boolean',
                description: 'May manifests have commands run on the host (preStart).',
              },
            },
          },
        },
      },
    },
  },
};
