import 'fake-indexeddb/auto'
import { firstSyncSuite } from './first-sync-suite.ts'

firstSyncSuite('fake-indexeddb')
