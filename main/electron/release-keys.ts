/**
 * Ed25519 keys (32 bytes, base64) whose signature makes a program folder a released one: the release key, and beside it the
 * rotation key that stays offline. Empty means that this build pins none, and the program says so in its log.
 */
export const RELEASE_KEYS: readonly string[] = []
