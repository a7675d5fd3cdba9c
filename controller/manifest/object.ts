// What leaves manifest/: decoded objects, diagnostics, and the verdict on each object of a source. Types only.
// Nothing outside manifest/ knows that an object came from a file (it only shows `source` to people).
import type {ObjectKey} from '../desired/node.ts';
import type {SourceRef} from '../observe/record.ts';

export type Kind = 'VirtualMachine' | 'Image' | 'Network' | 'VirtualMachineClass' | 'DisruptionBudget';

/** An object as decoded and validated: schema defaults filled in, class not yet merged. */
export type ManifestObject<Spec = unknown> = {
  readonly apiVersion: 'vmlet.dev/v1alpha1';
  readonly kind: Kind;
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
  };
  readonly spec: Spec;
};

/** One problem of a manifest. Printed as `file:line:column path: what; expected; fix [code]`. */
export type Diagnostic = {
  readonly severity: 'error' | 'warning';
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Field path (`spec.disks[0].size`), or '' for the whole document. */
  readonly path: string;
  readonly what: string;
  readonly expected: string;
  readonly fix: string;
  /** E-PARSE, E-EMPTY, E-LIMIT, E-FILE, E-FIELD, E-VALUE, E-KIND, E-NAME, E-DUPLICATE, ... listed in docs/errors.md. */
  readonly code: string;
  /** Which object it belongs to, when the document got far enough to have an identity. */
  readonly object: ObjectKey | null;
};

export type DecodedObject = {
  readonly key: ObjectKey;
  readonly object: ManifestObject;
  readonly source: SourceRef;
  /** 1-based line of the file where its document begins, when decoding says so. */
  readonly line?: number;
  /** The machines that it waits for, with the place of each name; absent when there are none. */
  readonly dependsOn?: readonly {readonly key: ObjectKey; readonly at: DependencyPlace}[];
};

/** Where a name stands in a file: 1-based, with its field path. */
export type DependencyPlace = {readonly line: number; readonly column: number; readonly path: string};

/** One manifest file after decoding. Objects are only the valid ones. */
export type DecodedFile = {
  readonly file: string;
  readonly objects: readonly DecodedObject[];
  readonly diagnostics: readonly Diagnostic[];
  /** Identities seen in documents that are invalid: present, but not to be changed. */
  readonly invalid: readonly ObjectKey[];
  /** True when some part of the file could not be attributed to an object, so anything may have been in it. */
  readonly broken: boolean;
  /**
   * Nothing was found wrong with it: it could not be decoded, because the host or its time had no room for that. The same
   * content is decoded again after so long.
   */
  readonly retryAfterMs?: number;
};

/** One complete pass over a source. */
export type Scan = {
  readonly source: string;
  /**
   * `complete`: every directory listed and every file read (files may still be broken);
   * `empty`: it is there but holds no manifest; `unavailable`: missing, unreadable, unmounted, over its limits.
   */
  readonly state: 'complete' | 'empty' | 'unavailable';
  readonly why: string | null;
  readonly files: readonly DecodedFile[];
  /**
   * False when the tree changed while it was being read, again and again: what was seen counts, but what was not
   * seen may have been moved past the reader and proves nothing.
   */
  readonly stable: boolean;
  /** Names that look like manifests and are not read (dotfiles, editors' leftovers), for `vmlet doctor`. */
  readonly ignored: readonly IgnoredFile[];
  /** What is wrong with the source and not with one object (foreign owners). */
  readonly warnings: readonly Diagnostic[];
};

export type IgnoredFile = {readonly file: string; readonly why: string};

/** What the data-safety table of docs/data-safety.md says of one object. */
export type Verdict =
  | {readonly state: 'present'; readonly decoded: DecodedObject; readonly diagnostics: readonly Diagnostic[]}
  /** In the source, but invalid or claimed twice: the last good version stays. */
  | {readonly state: 'invalid'; readonly diagnostics: readonly Diagnostic[]}
  /** Not seen, and nothing happens (yet). */
  | {
      readonly state: 'missing';
      readonly reason: 'AwaitingSecondScan' | 'AwaitingObservation';
      readonly message: string;
    }
  /** Not seen, and removal is held until a person says so. */
  | {
      readonly state: 'held';
      readonly reason:
        | 'SourceUnavailable'
        | 'SourceEmpty'
        | 'SourceHasErrors'
        | 'PruneBudgetExceeded'
        | 'RemovalLimitExceeded'
        | 'Protected';
      readonly message: string;
      /** It was invalid when it was last seen. */
      readonly diagnostics?: readonly Diagnostic[];
    }
  /** Not seen, and to be removed: tombstone, graceful stop, disks kept. */
  | {
      readonly state: 'removed';
      readonly message: string;
      /**
       * What it rests on besides the scan, as it was when the scan began: the record's request to delete, or its
       * tombstone. Without that, which a run of the key may have ended meanwhile, it means nothing.
       */
      readonly restsOn?: 'request' | 'tombstone';
    };
