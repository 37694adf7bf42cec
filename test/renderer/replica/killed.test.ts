import 'fake-indexeddb/auto'
import { killedSuite } from './killed-suite.ts'

killedSuite('fake-indexeddb', 1)
