/**
 * Makes IndexedDB refuse writes to the stores that `which` names, in Node's stand-in and in a browser alike: the transaction is aborted, as
 * a full disk does it. Answers the function that mends it.
 */
export function failWrites(name: string, which: (store: string, method: string) => boolean): () => void {
  const proto = IDBObjectStore.prototype
  const kept = { put: proto.put, add: proto.add, delete: proto.delete, clear: proto.clear }
  const guard = (method: string, write: (...args: never[]) => IDBRequest) =>
    function (this: IDBObjectStore, ...args: never[]) {
      if (which(this.name, method)) throw new DOMException('the disk does not take it', name)
      return write.apply(this, args)
    }
  for (const [method, write] of Object.entries(kept)) Object.assign(proto, { [method]: guard(method, write as never) })
  return () => void Object.assign(proto, kept)
}
