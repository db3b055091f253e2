/**
 * What was last read of a store, for while it cannot be read: views show that on, and why. Of a store of another name it
 * knows nothing.
 */
export class LastRead<Data> {
  #store = '';
  #read = new Map<string, Data>();

  /** @param what tells apart what is read of one store */
  keep(store: string, data: Data, what = ''): void {
    if (store !== this.#store) this.#read = new Map();
    this.#store = store;
    this.#read.set(what, data);
  }

  of(store: string, what = ''): Data | undefined {
    return store === this.#store ? this.#read.get(what) : undefined;
  }
}
