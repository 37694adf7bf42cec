import { searchSuite } from './search-suite.ts'

searchSuite('Chromium', [4], 1)
