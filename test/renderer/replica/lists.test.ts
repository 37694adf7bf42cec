import 'fake-indexeddb/auto'
import { listsSuite } from './lists-suite.ts'

listsSuite('fake-indexeddb')
