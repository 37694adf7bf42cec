import 'fake-indexeddb/auto'
import { lyingHeadsSuite } from './lying-heads-suite.ts'

lyingHeadsSuite('fake-indexeddb')
