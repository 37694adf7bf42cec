import 'fake-indexeddb/auto'
import { conflictsSuite } from './conflicts-suite.ts'

conflictsSuite('fake-indexeddb')
