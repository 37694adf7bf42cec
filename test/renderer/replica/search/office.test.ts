import 'fake-indexeddb/auto'
import { officeSuite } from './office-suite.ts'

officeSuite('fake-indexeddb')
