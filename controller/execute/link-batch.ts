// Every change of links goes through here: one `ip -batch` at a time (the kernel's RTNL lock serialises them anyway),
// holding the lines of all callers that came meanwhile. Knows nothing of what the lines are for.
import {errorText} from '../errors.ts';
import type {Host} from '../host/host.ts';
import type {LinkTable} from '../observe/links.ts';
import type {Link} from '../observe/snapshot.ts';
import {runBatch} from './link-batch-run.ts';
import type {BatchFailure, BatchResult} from './link-batch-run.ts';
import {createLinks} from './link-creation.ts';
import type {LinkCreation} from './link-creation.ts';
import {removeLinks} from './link-removal.ts';
import type {LinkRemoval, RemovalResult} from './link-removal.ts';
import {namesIn} from './link-lines.ts';

export type LinkBatch = {
  /** Make a link; a line that fails is the last of its own. Ours is given as it was seen behind them. Never rejects. */
  create(creation: LinkCreation): Promise<Created>;
  /**
   * Run these lines in order. A failing line does not stop the next ones, so lines that must not touch a foreign
   * link are submitted only once it is known to be ours. Never rejects.
   */
  submit(lines: readonly string[]): Promise<BatchResult>;
  /** Delete a link that bears this alias; looked at once more just before. Never rejects. */
  remove(removal: LinkRemoval): Promise<RemovalResult>;
};

export type Created = {readonly ok: true; readonly link: Link | undefined} | BatchFailure;

type Waiting<Work, Result> = {readonly work: Work; readonly settle: (result: Result) => void};

/** About 1,000 taps, half a second: far below the time limit of a process. */
const mostGroups = 1_000;

/** Open the queue of link changes. */
export const openLinkBatch = (host: Host, links: LinkTable): LinkBatch => new QueuedLinkBatch(host, links);

class QueuedLinkBatch implements LinkBatch {
  readonly #host: Host;
  readonly #links: LinkTable;
  #creations: Waiting<LinkCreation, Created>[] = [];
  #groups: Waiting<readonly string[], BatchResult>[] = [];
  #removals: Waiting<LinkRemoval, RemovalResult>[] = [];
  #draining = false;

  constructor(host: Host, links: LinkTable) {
    this.#host = host;
    this.#links = links;
  }

  create(creation: LinkCreation): Promise<Created> {
    return new Promise(settle => {
      this.#creations.push({work: creation, settle});
      void this.#drain();
    });
  }

  submit(lines: readonly string[]): Promise<BatchResult> {
    return new Promise(settle => {
      this.#groups.push({work: lines, settle});
      void this.#drain();
    });
  }

  remove(removal: LinkRemoval): Promise<RemovalResult> {
    return new Promise(settle => {
      this.#removals.push({work: removal, settle});
      void this.#drain();
    });
  }

  /** Whoever submits in the same turn of the event loop, or while a batch runs, shares the next one. */
  async #drain(): Promise<void> {
    if (this.#draining) return;
    this.#draining = true;
    await this.#host.clock.sleep(0);
    while (this.#creations.length + this.#groups.length + this.#removals.length > 0) {
      await this.#runCreations(this.#creations.splice(0, mostGroups));
      await this.#runGroups(this.#groups.splice(0, mostGroups));
      await this.#runRemovals(this.#removals.splice(0, mostGroups));
    }
    this.#draining = false;
  }

  async #runCreations(creations: readonly Waiting<LinkCreation, Created>[]): Promise<void> {
    if (creations.length === 0) return;
    const results = await createLinks(
      this.#host.processes,
      creations.map(creation => creation.work),
    );
    this.#links.invalidate({names: creations.map(creation => creation.work.name)});
    creations.forEach((creation, index) => {
      const result = results[index] ?? {ok: false, failedLine: 0, message: 'ip gave no answer'};
      creation.settle(result.ok ? {ok: true, link: this.#links.learn(result.shown)} : result);
    });
  }

  async #runGroups(groups: readonly Waiting<readonly string[], BatchResult>[]): Promise<void> {
    if (groups.length === 0) return;
    const results = await runBatch(
      this.#host.processes,
      groups.map(group => group.work),
    );
    this.#links.invalidate({names: namesIn(groups.flatMap(group => group.work))});
    groups.forEach((group, index) => {
      group.settle(results[index] ?? {ok: false, failedLine: 0, message: 'ip gave no answer'});
    });
  }

  async #runRemovals(removals: readonly Waiting<LinkRemoval, RemovalResult>[]): Promise<void> {
    if (removals.length === 0) return;
    const results = await removeLinks(
      this.#host,
      this.#links,
      removals.map(removal => removal.work),
    ).catch((thrown: unknown) =>
      removals.map((): RemovalResult => ({kind: 'failed', message: errorText(thrown)})),
    );
    this.#links.invalidate({names: removals.map(removal => removal.work.name)});
    removals.forEach((removal, index) => {
      removal.settle(results[index] ?? {kind: 'failed', message: 'ip gave no answer'});
    });
  }
}
