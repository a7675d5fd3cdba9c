// Scans written by hand, for tests of the data-safety table: files with the objects that are in them.
import type {ObjectKey} from '../../../controller/desired/node.ts';
import type {SafetyInput, SafetyJudgement, SourceFacts} from '../../../controller/manifest/judgement.ts';
import {emptyMemory} from '../../../controller/manifest/memory.ts';
import type {SourceMemory} from '../../../controller/manifest/memory.ts';
import type {
  DecodedFile,
  DecodedObject,
  Diagnostic,
  Scan,
  Verdict,
} from '../../../controller/manifest/object.ts';
import {judge} from '../../../controller/manifest/safety.ts';

export const vmKey = (name: string): ObjectKey => `VirtualMachine/default/${name}`;

export const decodedObject = (key: ObjectKey, file: string, document = 1): DecodedObject => {
  const [kind = '', namespace = '', name = ''] = key.split('/');
  return {
    key,
    object: {
      apiVersion: 'vmlet.dev/v1alpha1',
      kind: kind as 'VirtualMachine',
      metadata: {name, namespace, labels: {}, annotations: {}},
      spec: {},
    },
    source: {source: 'manifests', file, document},
  };
};

export const errorOf = (file: string, object: ObjectKey | null = null): Diagnostic => ({
  severity: 'error',
  file,
  line: 3,
  column: 7,
  path: '',
  what: 'is wrong',
  expected: 'something right',
  fix: 'mend it',
  code: 'E-VALUE',
  object,
});

/** A file with these objects; `invalid` ones are there but wrong, `broken` means anything may be in it. */
export const manifestFile = (
  file: string,
  keys: readonly ObjectKey[],
  {invalid = [], broken = false}: {invalid?: readonly ObjectKey[]; broken?: boolean} = {},
): DecodedFile => ({
  file,
  objects: keys.map((key, index) => decodedObject(key, file, index + 1)),
  invalid,
  broken,
  diagnostics: [...invalid.map(key => errorOf(file, key)), ...(broken ? [errorOf(file)] : [])],
});

const base = {source: 'manifests', why: null, stable: true, ignored: [], warnings: []} as const;

export const complete = (...files: DecodedFile[]): Scan => ({...base, state: 'complete', files});
export const unstable = (...files: DecodedFile[]): Scan => ({...complete(...files), stable: false});
export const emptySource: Scan = {...base, state: 'empty', why: '/m holds no manifest', files: []};
export const unavailable: Scan = {...base, state: 'unavailable', why: '/m does not exist', files: []};

type Options = Partial<Omit<SourceFacts, 'known'>> & {
  known?: SafetyInput['known'];
  released?: ReadonlySet<ObjectKey>;
};

/** Scans of one source, one after the other, at the given seconds. */
export const follow = (options: Options = {}, start: SourceMemory = emptyMemory) => {
  let memory = start;
  let last: SafetyJudgement | undefined;
  const source = {
    at: (seconds: number, scan: Scan, more: Options = {}): ReadonlyMap<ObjectKey, Verdict> => {
      last = judge({
        observedOnce: true,
        known: new Map(),
        protectedKeys: new Set(),
        deleteRequested: new Set(),
        dependsOn: new Map(),
        removalLimits: [],
        released: new Set(),
        ...options,
        ...more,
        scan,
        memory,
        nowMs: 10_000 + seconds * 1_000,
      });
      memory = last.memory;
      return last.verdicts;
    },
    lookAgainMs: () => last?.lookAgainMs,
    memory: () => memory,
  };
  return source;
};
