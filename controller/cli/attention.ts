// Which condition of an object wants something of the reader. Pure; how it is shown is the tables' affair.
import type {Condition, StatusDocument} from '../status/status-types.ts';

/** The first condition, other than Ready, that somebody should do something about. */
export const attentionOf = ({status}: Pick<StatusDocument, 'status'>): Condition | undefined =>
  status.conditions.find(
    ({type, status: state}) =>
      (type === 'ManifestValid' && state === 'False') ||
      ((type === 'RestartRequired' || type === 'RemovalHeld' || type === 'Degraded') && state === 'True'),
  );
