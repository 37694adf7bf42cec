/** Unit tests share their module caches: Dexie looks for IndexedDB once, when it is first imported, by whichever test comes first. */
import 'fake-indexeddb/auto'
