import 'fake-indexeddb/auto'
import { filingSuite } from './filing-suite.ts'

filingSuite('fake-indexeddb')
