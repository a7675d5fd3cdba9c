// The balloon and the memory device of a fake QEMU, and a guest that follows them late, in part, or never. What they are
// comes from its command line.
type Json = Readonly<Record<string, unknown>>;
type Answer = {return: unknown} | {error: {class: string; desc: string}};

const mebibyte = 1024 * 1024;

export class FakeMemory {
  readonly #bootBytes: number;
  readonly #hasBalloon: boolean;
  /** Of the memory device; null without one. */
  readonly #regionBytes: number | null;
  readonly #blockBytes: number;
  readonly #follow: (change: (part: number) => void) => void;
  readonly #tell: (event: 'BALLOON_CHANGE' | 'MEMORY_DEVICE_SIZE_CHANGE') => void;
  #balloonTarget: number;
  #balloon: number;
  #requested = 0;
  #plugged = 0;

  constructor(
    argv: readonly string[],
    guest: {
      /** Call it with the part that the guest does, when it does. */
      follow(change: (part: number) => void): void;
      tell(event: 'BALLOON_CHANGE' | 'MEMORY_DEVICE_SIZE_CHANGE'): void;
    },
  ) {
    const sizes = /size=(\d+)([MK])/.exec(argv[argv.indexOf('-m') + 1] ?? '');
    this.#bootBytes = Number(sizes?.[1] ?? 0) * (sizes?.[2] === 'K' ? 1024 : mebibyte);
    const devices = argv.flatMap(each => (each.startsWith('{') ? [JSON.parse(each) as Json] : []));
    const device = devices.find(({driver}) => driver === 'virtio-mem-pci');
    const backend = devices.find(({id}) => device !== undefined && id === device['memdev']);
    this.#hasBalloon = devices.some(({driver}) => String(driver).startsWith('virtio-balloon-'));
    this.#regionBytes = backend === undefined ? null : Number(backend['size']);
    this.#blockBytes = Number(device?.['block-size'] ?? 1);
    this.#balloonTarget = this.#bootBytes;
    this.#balloon = this.#bootBytes;
    this.#follow = change => {
      guest.follow(change);
    };
    this.#tell = event => {
      guest.tell(event);
    };
  }

  get wantedBytes(): number {
    return this.#balloonTarget + this.#requested;
  }

  get guestBytes(): number {
    return this.#balloon + this.#plugged;
  }

  /** All of the device is unplugged; the guest that boots does what both were told before. */
  reset(): void {
    this.#plugged = 0;
    this.#move();
  }

  answer(command: string, given: Json): Answer {
    switch (command) {
      case 'query-balloon':
        return this.#hasBalloon ? {return: {actual: this.#balloon}} : noBalloon;
      case 'query-memory-devices':
        return {return: this.#regionBytes === null ? [] : [this.#device(this.#regionBytes)]};
      case 'balloon':
        if (!this.#hasBalloon) return noBalloon;
        this.#balloonTarget = Math.min(Number(given['value']), this.#bootBytes);
        this.#move();
        return {return: {}};
      default:
        return this.#request(Number(given['value']));
    }
  }

  #device(region: number): Json {
    return {
      type: 'virtio-mem',
      data: {id: 'memory', size: this.#plugged, 'requested-size': this.#requested, 'max-size': region},
    };
  }

  #request(bytes: number): Answer {
    if (this.#regionBytes === null) return failure("Property 'virtio-mem-pci.requested-size' not found");
    if (bytes % this.#blockBytes !== 0)
      return failure("'requested-size' has to be multiples of 'block-size' (0x200000)");
    if (bytes > this.#regionBytes) return failure("'requested-size' cannot exceed the memory backend size");
    this.#requested = bytes;
    this.#move();
    return {return: {}};
  }

  #move(): void {
    this.#follow(part => {
      const [balloon, plugged] = [this.#balloon, this.#plugged];
      const moved = (from: number, to: number): number =>
        to - Math.floor(((to - from) * (1 - part)) / mebibyte) * mebibyte;
      this.#balloon = moved(balloon, this.#balloonTarget);
      this.#plugged = moved(plugged, this.#requested);
      if (this.#balloon !== balloon) this.#tell('BALLOON_CHANGE');
      if (this.#plugged !== plugged) this.#tell('MEMORY_DEVICE_SIZE_CHANGE');
    });
  }
}

const failure = (desc: string): Answer => ({error: {class: 'GenericError', desc}});

const noBalloon: Answer = {
  error: {class: 'DeviceNotActive', desc: 'No balloon device has been activated'},
};
