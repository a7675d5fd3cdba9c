// Diagnostics as people see them: the codes and the one formatter. Pure; decides nothing.
import {printable} from '../host/printable.ts';
import type {Diagnostic} from './object.ts';

/** More than this of one file are not worth reading; the rest is counted. */
export const maxDiagnostics = 50;

/** Every code that a manifest's text can earn; docs/errors.md has an example of each. W- codes are warnings. */
export const diagnosticCodes = [
  'E-EMPTY',
  'E-ENCODING',
  'E-CHARACTER',
  'E-CONFLICT-MARKER',
  'E-LIMIT',
  'E-PARSE',
  'E-UNSUPPORTED',
  'E-KEY',
  'E-DOCUMENT',
  'E-KIND',
  'E-NAME',
  'E-FIELD',
  'E-VALUE',
  'E-UNION',
  'E-DUPLICATE',
  'E-RULE',
  'W-IGNORED',
  'W-MEMORY',
  'W-MAC',
] as const;

export type DiagnosticCode = (typeof diagnosticCodes)[number];

/** A finding before it has a file, a line and a column. */
export type Finding = {
  readonly code: DiagnosticCode;
  readonly what: string;
  readonly expected: string;
  readonly fix: string;
};

/** `file:line:column path: what; expected ...; fix [code]`. Parts that are empty are left out. Always one line. */
export const formatDiagnostic = (diagnostic: Diagnostic): string => {
  const {file, line, column, path, what, expected, fix, code, severity} = diagnostic;
  const place = `${printable(file, 4096)}:${String(line)}:${String(column)}`;
  const subject = path === '' ? place : `${place} ${printable(path, 300)}`;
  const said = [what, expected === '' ? '' : `expected ${expected}`, fix]
    .filter(part => part !== '')
    .map(part => printable(part, 500));
  return `${subject}: ${severity === 'warning' ? 'warning: ' : ''}${said.join('; ')} [${code}]`;
};
