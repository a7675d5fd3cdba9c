// The only place for winston. Constant messages with fields; what a field contains can never forge a line.
import {createRequire} from 'node:module';
import {Writable} from 'node:stream';
import type * as winstonPackage from 'winston';
import type {Log, LogFields} from './host.ts';
import {escapeHidden} from './printable.ts';

export type LogFormat = 'json' | 'human';
export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

const levels: readonly LogLevel[] = ['debug', 'info', 'warn', 'error'];

export type LogOptions = {
  readonly format: LogFormat;
  readonly level: LogLevel;
  readonly now: () => string;
  readonly write: (line: string) => void;
};

/** Log through `write`, one line at a time without its newline: stderr, or above a live table. */
export const openLog = (options: LogOptions): Log => {
  let logger: winstonPackage.Logger | undefined;
  const write = (level: LogLevel) => {
    const isWanted = levels.indexOf(level) >= levels.indexOf(options.level);
    return (message: string, fields: LogFields = {}) => {
      // A line that nobody wants would be put together all the same.
      if (isWanted) (logger ??= openLogger(options)).log({level, message, ...fields});
    };
  };
  return {debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error')};
};

/** The package comes with the first line: most commands have nothing to log. */
const openLogger = (options: LogOptions): winstonPackage.Logger => {
  const winston = createRequire(import.meta.url)('winston') as typeof winstonPackage;
  const stamp = winston.format(info => ({...info, time: options.now()}))();
  /** One line a message, `key=value` with JSON quoting, so that guest or manifest text cannot break out of its field. */
  const human = winston.format.printf(({level, message, time, ...fields}) => {
    const pairs = Object.entries(fields).map(([key, value]) => `${key}=${quoted(value)}`);
    return [String(time), level.toUpperCase().padEnd(5), String(message), ...pairs].join(' ');
  });
  return winston.createLogger({
    level: options.level,
    format: winston.format.combine(stamp, options.format === 'json' ? winston.format.json() : human),
    transports: [new winston.transports.Stream({stream: lineStream(options.write)})],
  });
};

const lineStream = (write: (line: string) => void): Writable =>
  new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      // Text of guests and strangers stands in quotes by now.
      write(escapeHidden(chunk.toString('utf8').replace(/\n$/, '')));
      done();
    },
  });

const quoted = (value: unknown): string =>
  typeof value === 'string' && /^[\w./:@+-]+$/.test(value) ? value : JSON.stringify(value);
