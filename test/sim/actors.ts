// Everything that people and the world do to the host: the tables of all themes, one behind the other. A theme is a file.
import type {Actor} from './actor.ts';
import {daemonActors} from './actors-daemon.ts';
import {fileActors} from './actors-files.ts';
import {guestActors} from './actors-guests.ts';
import {linkActors} from './actors-links.ts';
import {manifestActors} from './actors-manifests.ts';
import {misfortuneActors} from './actors-misfortunes.ts';
import {outageActors} from './actors-outages.ts';
import {peopleActors} from './actors-people.ts';
import {policyActors} from './actors-policy.ts';
import {stateActors} from './actors-state.ts';

export const actors: readonly Actor[] = [
  ...manifestActors,
  ...peopleActors,
  ...policyActors,
  ...guestActors,
  ...linkActors,
  ...fileActors,
  ...daemonActors,
  ...outageActors,
  ...misfortuneActors,
  ...stateActors,
];
