/** Lets what concerns one key happen one after the other. */
export class Locks<Key> {
  private readonly last = new Map<Key, Promise<unknown>>();

  /** Does it once everything before it about the same key has ended, well or not. */
  async run<T>(key: Key, work: () => Promise<T>): Promise<T> {
    const before = this.last.get(key);
    const mine = before === undefined ? work() : before.then(work, work);
    this.last.set(key, mine);
    try {
      return await mine;
    } finally {
      if (this.last.get(key) === mine) {
        this.last.delete(key);
      }
    }
  }
}
