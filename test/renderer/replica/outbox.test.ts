import 'fake-indexeddb/auto'
import { outboxSuite } from './outbox-suite.ts'

outboxSuite('fake-indexeddb')
