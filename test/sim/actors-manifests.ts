// What people do to the manifests directory, one row each.
import type {Actor} from './actor.ts';
import {edits} from './edits.ts';
import {manifestsDir, plainBase, plainVm, renderBase, renderVm} from './manifests.ts';
import type {BaseWish} from './manifests.ts';
import {allMayChange, declare, someWish, takeAway} from './stage.ts';

export const manifestActors: readonly Actor[] = [
  {
    name: 'drop a manifest',
    weight: 12,
    run: (sim, stage) => {
      const name = sim.random.pick(sim.names.filter(each => !stage.wishes.has(each)));
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
      if (to === place || sim.host.files.stat(path, {follow: false})?.type !== 'file') return false;
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
    name: 'edit what all may name',
    weight: 4,
    run: (sim, stage) => {
      if (stage.hidden !== null) return false;
      const {random} = sim;
      stage.base =
        random.pick<BaseWish>([
          plainBase,
          plainBase,
          {...stage.base, smallMi: random.pick([null, 64, 128]) ?? null},
          {...stage.base, image: !stage.base.image},
          {...stage.base, lab: random.pick([null, 1, 2]) ?? null},
          {...stage.base, budget: random.pick([null, 1, 1, 2, '50%']) ?? null},
          {...stage.base, labMtu: random.pick([null, 1400, 9000]) ?? null},
        ]) ?? plainBase;
      allMayChange(sim, 'a network was edited');
      sim.write('base.yaml', renderBase(stage.base));
      return true;
    },
  },
  {
    name: 'edit many manifests at once',
    weight: 2,
    run: (sim, stage) => {
      const wishes = sim.random.sample([...stage.wishes.values()], sim.random.between(2, 5));
      if (wishes.length === 0 || stage.hidden !== null) return false;
      for (const wish of wishes) declare(sim, stage, sim.random.pick(edits)?.(wish, sim) ?? wish);
      return true;
    },
  },
  {
    name: 'roll an edit out to many at once, inside a budget',
    weight: 3,
    run: (sim, stage) => {
      const {random} = sim;
      const wishes = random.sample([...stage.wishes.values()], random.between(2, 5));
      if (wishes.length < 2 || stage.hidden !== null) return false;
      if (stage.base.budget === null) {
        stage.base = {...stage.base, budget: random.pick([1, '50%']) ?? 1};
        sim.write('base.yaml', renderBase(stage.base));
      }
      const memoryMi = random.pick([64, 128, 256]) ?? 128;
      for (const wish of wishes)
        declare(sim, stage, {...wish, labels: {app: 'web'}, memoryMi, approval: 'Automatic'});
      return true;
    },
  },
  {
    name: 'swap a directory behind a link',
    weight: 3,
    run: (sim, stage) => {
      const wish = someWish(sim, stage);
      const place = stage.places.get(wish?.name ?? '');
      if (wish === undefined || place === undefined || stage.hidden !== null) return false;
      const {files} = sim.host;
      const path = `${manifestsDir}/${place}`;
      // As Kubernetes mounts a ConfigMap: file -> ..data/file, ..data -> a directory of this moment.
      const version = `..v${String(Math.round(sim.host.clock.monotonicMs()))}`;
      const file = `${wish.name}.yaml`;
      const before = files.readlink(`${manifestsDir}/..data`);
      if (files.stat(`${manifestsDir}/${version}`) !== undefined) return false;
      const old = before === undefined ? [] : (files.list(`${manifestsDir}/${before}`) ?? []);
      for (const name of old)
        files.control.put(
          `${manifestsDir}/${version}/${name}`,
          files.read(`${manifestsDir}/${String(before)}/${name}`) ?? '',
        );
      files.control.put(`${manifestsDir}/${version}/${file}`, renderVm(wish));
      sim.monitors.licenses.grant(wish.name, 'change', 'its directory was swapped');
      files.remove(`${manifestsDir}/..data`);
      files.control.symlink(version, `${manifestsDir}/..data`);
      if (before !== undefined) files.removeTree(`${manifestsDir}/${before}`);
      if (files.stat(path, {follow: false})?.type !== 'symlink') {
        files.remove(path);
        files.control.symlink(`..data/${file}`, `${manifestsDir}/${file}`);
        stage.places.set(wish.name, file);
      }
      sim.note(`> swap ${place} behind ${version}`);
      sim.touched();
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
