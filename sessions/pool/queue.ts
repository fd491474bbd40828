/** Somebody who waits for a slot. */
interface Waiter<T> {
  readonly tenant: string;
  readonly item: T;
}

/**
 * Those who wait for a slot, fair between tenants: each tenant has its turn, and within a tenant the first who came is the first served. A tenant
 * with a thousand waiting callers holds up nobody else.
 */
export class FairQueue<T> {
  /** Tenants in the order of their turns. */
  private readonly waiting = new Map<string, T[]>();

  get size(): number {
    return [...this.waiting.values()].reduce((sum, items) => sum + items.length, 0);
  }

  add({ item, tenant }: Waiter<T>): void {
    const items = this.waiting.get(tenant);
    if (items === undefined) {
      this.waiting.set(tenant, [item]);
    } else {
      items.push(item);
    }
  }

  remove({ item, tenant }: Waiter<T>): void {
    const items = this.waiting.get(tenant)?.filter((other) => other !== item) ?? [];
    if (items.length === 0) {
      this.waiting.delete(tenant);
    } else {
      this.waiting.set(tenant, items);
    }
  }

  /** All who wait, in the order in which they are to be served. */
  *inTurn(): Generator<T> {
    const rows = [...this.waiting.values()].map((items) => [...items]);
    for (let place = 0; rows.some((items) => place < items.length); place++) {
      for (const items of rows) {
        const item = items[place];
        if (item !== undefined) {
          yield item;
        }
      }
    }
  }

  clear(): void {
    this.waiting.clear();
  }

  /** Whoever was served has had the turn of the tenant. */
  served(waiter: Waiter<T>): void {
    this.remove(waiter);
    const left = this.waiting.get(waiter.tenant);
    if (left !== undefined) {
      this.waiting.delete(waiter.tenant);
      this.waiting.set(waiter.tenant, left);
    }
  }
}
