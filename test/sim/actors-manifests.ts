// What people do to the manifests directory, one row each.
import type {Actor} from './actor.ts';
import {edits} from './edits.ts';
import {manifestsDir, plainVm, renderVm} from './manifests.ts';
import {declare, names, someWish, takeAway} from './stage.ts';

export const manifestActors: readonly Actor[] = [
  {
    name: 'drop a manifest',
    weight: 12,
    run: (sim, stage) => {
      const name = sim.random.pick(names.filter(each => !stage.wishes.has(each)));
      if (name === undefined || stage.hidden !== null) return false;
      const base = stage.removed.get(name) ?? plainVm(name);
      declare(sim, stage, {...base, memoryMi: sim.random.pick([64, 128]) ?? 64});
      return true;
    },
  },
  {
    name: 'edit a manifest',
    weight: 18,
    run: (sim, stage) => {
      const wish = someWish(sim, stage);
      if (wish === undefined || stage.hidden !== null) return false;
      const edit = sim.random.pick(edits);
      declare(sim, stage, edit === undefined ? wish : edit(wish, sim));
      return true;
    },
  },
  {
    name: 'break a manifest',
    weight: 5,
    run: (sim, stage) => {
      const wish = someWish(sim, stage);
      const place = stage.places.get(wish?.name ?? '');
      if (wish === undefined || place === undefined || stage.hidden !== null) return false;
      const text = renderVm(wish);
      const broken = sim.random.pick([
        `${text}  memroy: 3\n`,
        text.replace('128Mi', '512').replace('64Mi', '-1'),
        '{{{',
        '',
        '# nothing\n',
        text.slice(0, sim.random.between(0, text.length)),
      ]);
      sim.write(place, broken ?? '', 'in place');
      // A cut file may still be a valid one that says something else.
      if (sim.truth().vms.has(wish.name)) {
        sim.monitors.licenses.grant(wish.name, 'change', 'cut');
        sim.monitors.licenses.grant(wish.name, 'stop', 'cut');
      }
      return true;
    },
  },
  {
    name: 'mend a manifest',
    weight: 6,
    run: (sim, stage) => {
      const wish = someWish(sim, stage);
      if (wish === undefined || stage.hidden !== null) return false;
      declare(sim, stage, wish);
      return true;
    },
  },
  {
    name: 'remove a manifest',
    weight: 6,
    run: (sim, stage) => {
      const wish = someWish(sim, stage);
      if (wish === undefined || stage.hidden !== null) return false;
      takeAway(sim, stage, wish.name);
      return true;
    },
  },
  {
    name: 'remove many manifests',
    weight: 1,
    run: (sim, stage) => {
      if (stage.hidden !== null) return false;
      const gone = sim.random.sample([...stage.wishes.keys()], sim.random.between(2, 4));
      for (const name of gone) takeAway(sim, stage, name);
      return gone.length > 0;
    },
  },
  {
    name: 'restore a manifest as it was',
    weight: 6,
    run: (sim, stage) => {
      const wish = sim.random.pick([...stage.removed.values()]);
      if (wish === undefined || stage.hidden !== null) return false;
      declare(sim, stage, wish);
      return true;
    },
  },
  {
    name: 'move a manifest',
    weight: 4,
    run: (sim, stage) => {
      const wish = someWish(sim, stage);
      const place = stage.places.get(wish?.name ?? '');
      if (wish === undefined || place === undefined || stage.hidden !== null) return false;
      const to = `${sim.random.pick(['', 'sub/']) ?? ''}${wish.name}-${String(sim.random.between(1, 3))}.yaml`;
      const path = `${manifestsDir}/${place}`;
      if (to === place || sim.host.files.stat(path) === undefined) return false;
      sim.host.files.control.directory(`${manifestsDir}/sub`);
      sim.host.files.rename(path, `${manifestsDir}/${to}`);
      stage.places.set(wish.name, to);
      sim.note(`> move ${place} to ${to}`);
      sim.touched();
      return true;
    },
  },
  {
    name: 'declare it twice, and mend that later',
    weight: 2,
    run: (sim, stage) => {
      const wish = someWish(sim, stage);
      if (wish === undefined || stage.hidden !== null) return false;
      const second = `twice-${wish.name}.yaml`;
      if (sim.host.files.stat(`${manifestsDir}/${second}`) === undefined)
        sim.write(second, renderVm({...wish, memoryMi: 64}));
      else sim.remove(second);
      sim.monitors.licenses.grant(wish.name, 'change', 'declared twice');
      return true;
    },
  },
  {
    name: 'the directory vanishes or returns',
    weight: 2,
    run: (sim, stage) => {
      const {files} = sim.host;
      if (stage.hidden === null) {
        if (files.stat(manifestsDir) === undefined) return false;
        stage.hidden = {};
        if (sim.random.chance(0.5)) {
          files.rename(manifestsDir, '/m-away');
          sim.note('> the directory is renamed away');
        } else {
          files.rename(manifestsDir, '/m-away');
          files.control.directory(manifestsDir);
          sim.note('> the directory is replaced by an empty one');
        }
      } else {
        files.removeTree(manifestsDir);
        files.rename('/m-away', manifestsDir);
        stage.hidden = null;
        sim.note('> the directory returns');
      }
      sim.touched();
      return true;
    },
  },
];
