import 'fake-indexeddb/auto'
import { runSuite } from './run-suite.ts'

runSuite('fake-indexeddb', 1)
