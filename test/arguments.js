// The command lines of the programs that people run beside the tests. Each says in its help what its words mean.
import {parseArgs} from 'node:util';

/**
 * The values of this command line, which `check` may refuse by throwing. Prints the help and ends the process, with 0 when
 * that was asked for and with 64 when a word is wrong.
 */
export const readArguments = (help, options, check = () => undefined) => {
  try {
    const {values} = parseArgs({options: {...options, help: {type: 'boolean', default: false}}});
    if (!values.help) {
      check(values);
      return values;
    }
  } catch (error) {
    console.error(`${error.message}\n\n${help}`);
    process.exit(64);
  }
  console.log(help);
  process.exit(0);
};

/** Throws unless each of these values is a whole number from `least`; one that was not given is fine. */
export const checkWhole = (values, names, least = 0) => {
  for (const name of names) {
    const value = values[name];
    if (value !== undefined && !(/^\d{1,15}$/.test(value) && Number(value) >= least))
      throw new Error(`--${name} ${value}: a whole number from ${least}`);
  }
};
