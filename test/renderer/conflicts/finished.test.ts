import 'fake-indexeddb/auto'
import { finishedSuite } from './finished-suite.ts'

finishedSuite('fake-indexeddb')
