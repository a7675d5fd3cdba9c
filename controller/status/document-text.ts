// Status documents as YAML text and back. The one place that knows the settings; no files here.
import {escapeHidden, hiddenCharacter} from '../host/printable.ts';
import {loadYaml} from '../manifest/load-yaml.ts';
import {findTooDeep} from '../manifest/prescan.ts';
import {readTree, strictYaml} from '../manifest/tree.ts';
import {documentFromPlain, isStatusDocument} from './document-shape.ts';
import {plainYaml} from './plain-yaml.ts';
import type {StatusDocument} from './status-types.ts';

/** YAML for people: no anchors, no line folding, and no character that could steer a terminal. */
export const documentToYaml = (document: unknown): string => plainYaml(document) ?? libraryYaml(document);

const libraryYaml = (value: unknown): string => {
  const {Document, visit} = loadYaml();
  const document = new Document(value, null, {aliasDuplicateObjects: false, schema: 'core'});
  visit(document, {
    Scalar: (_, node) => {
      if (typeof node.value === 'string' && hiddenCharacter(node.value) !== undefined)
        node.type = 'QUOTE_DOUBLE';
    },
  });
  return escapeHidden(document.toString({lineWidth: 0}));
};

/** A document written by us, or undefined for anything else. Aliases and merge keys are not expanded. */
export const documentFromYaml = (text: string): StatusDocument | undefined => {
  const plain = documentFromPlain(text);
  if (plain !== 'library') return plain;
  if (findTooDeep(text) !== undefined) return undefined;
  const {contents, errors} = loadYaml().parseDocument(text, strictYaml);
  const {value, problems} = readTree(contents, Infinity);
  // A guest's words may hold any character; everything else that readTree reports is not of our making.
  const isOurs = errors.length === 0 && problems.every(({code}) => code === 'E-CHARACTER');
  return isOurs && isStatusDocument(value) ? value : undefined;
};
