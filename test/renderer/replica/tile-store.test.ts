import 'fake-indexeddb/auto'
import { tileStoreSuite } from './tile-store-suite.ts'

tileStoreSuite('fake-indexeddb')
