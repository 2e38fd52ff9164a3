// Python's memory after a start, kept by this browser for itself, so that the next start skips most of the work.
// Every failure here is silent: without it the start is only slower.
const NAME = "local-or-api-runtime";
export const INITIAL_HEAP = 31457280; // a heap that has grown cannot be put back (an upstream limit)

// `address` holds the hashes of everything that the memory was made from, so an old picture is never put back.
export async function recall(address) {
  try {
    const cache = await caches.open(NAME);
    for (const {url} of await cache.keys()) if (url !== address) await cache.delete(url);
    const kept = await cache.match(address);
    return kept && new Uint8Array(await kept.arrayBuffer());
  } catch {
    return undefined;
  }
}

export async function remember(address, bytes) {
  try {
    const cache = await caches.open(NAME);
    await cache.put(address, new Response(bytes, {headers: {"content-type": "application/octet-stream"}}));
    return true;
  } catch {
    return false; // storage is full, or refused in a private window
  }
}
