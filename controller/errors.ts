// The one error class of the program and its codes. Lowest layer: imports nothing.
// Messages for people are built where the facts are; nothing here formats output or logs.

/** What went wrong, as a closed list that docs and tests can name. */
export type ErrorCode =
  | 'E-USAGE'
  | 'E-CONFIG'
  | 'E-INPUT'
  | 'E-LOCKED'
  | 'E-DAEMON'
  | 'E-POLICY'
  | 'E-NOT-FOUND'
  | 'E-CONFLICT'
  | 'E-HOST'
  | 'E-SPACE'
  | 'E-TOOL'
  | 'E-TIMEOUT'
  | 'E-QMP'
  | 'E-NOT-OURS'
  | 'E-IMAGE'
  | 'E-STATE'
  | 'E-INTERNAL';

export type VmletErrorOptions = {
  /** The failure underneath, kept for logs. */
  cause?: unknown;
  /** True when trying again without a change of input cannot help. */
  terminal?: boolean;
};

/** Every failure that vmlet itself reports. `message` is one line, for people, and says what to do. */
export class VmletError extends Error {
  readonly code: ErrorCode;
  readonly terminal: boolean;

  constructor(code: ErrorCode, message: string, options: VmletErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : {cause: options.cause});
    this.name = 'VmletError';
    this.code = code;
    this.terminal = options.terminal ?? false;
  }
}

/** The one-line text of anything thrown; by shape, like systemCode. */
export const errorText = (thrown: unknown): string =>
  typeof thrown === 'object' && thrown !== null && 'message' in thrown && typeof thrown.message === 'string'
    ? thrown.message
    : String(thrown);

/**
 * The `code` of a Node system error (`ENOENT`, ...), or undefined for anything else. Not by instanceof: an error of
 * node:fs belongs to another realm than a jest test.
 */
export const systemCode = (thrown: unknown): string | undefined =>
  typeof thrown === 'object' && thrown !== null && 'code' in thrown && typeof thrown.code === 'string'
    ? thrown.code
    : undefined;

/** Narrow a thrown value to VmletError, wrapping what is foreign. A full disk is nobody's mistake, and has a name of its own. */
export const asVmletError = (thrown: unknown): VmletError => {
  if (thrown instanceof VmletError) return thrown;
  const isFull = ['ENOSPC', 'EDQUOT'].includes(systemCode(thrown) ?? '');
  return isFull
    ? new VmletError('E-SPACE', `the disk is full: ${errorText(thrown)}`, {cause: thrown})
    : new VmletError('E-INTERNAL', errorText(thrown), {cause: thrown});
};
