import 'fake-indexeddb/auto'
import { govSuite } from './gov-suite.ts'

govSuite('fake-indexeddb')
