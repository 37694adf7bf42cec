/** The only two names that cross between renderer and main: one door in, one announcement out. */
export const CALL = 'county:call'
export const EVENT = 'county:event'
