import { describe, expect, it } from 'vitest';
import { GuestPhotos } from './guest-photos';
import type { Photo } from './photo';

function photoOf(megapixels: number): Photo {
  return { information: { width: 1000, height: megapixels * 1000 } } as Photo;
}

describe('guest photos', () => {
  it('reads each once, however many ask at the same time', async () => {
    const read: string[] = [];
    const guests = new GuestPhotos((id) => {
      read.push(id);
      return Promise.resolve(photoOf(1));
    });
    const [first, second] = await Promise.all([guests.get('a'), guests.get('a')]);
    expect(first).toBe(second);
    expect(await guests.get('a')).toBe(first);
    expect(read).toEqual(['a']);
  });

  it('reads the least recently used again once they are too many', async () => {
    const read: string[] = [];
    const guests = new GuestPhotos((id) => {
      read.push(id);
      return Promise.resolve(photoOf(4));
    }, 10);
    for (const id of ['a', 'b', 'a', 'c', 'a', 'b']) await guests.get(id);
    expect(read).toEqual(['a', 'b', 'c', 'b']);
  });

  it('keeps one that is larger than all that may be kept', async () => {
    let reads = 0;
    const guests = new GuestPhotos(() => Promise.resolve(photoOf(++reads * 20)), 10);
    await guests.get('a');
    await guests.get('a');
    expect(reads).toBe(1);
  });

  it('tries again after a failure and after it was closed', async () => {
    let reads = 0;
    const guests = new GuestPhotos(() =>
      ++reads === 1 ? Promise.reject(new Error('not yet')) : Promise.resolve(photoOf(1)),
    );
    await expect(guests.get('a')).rejects.toThrow('not yet');
    await guests.get('a');
    guests.close('a');
    await guests.get('a');
    expect(reads).toBe(3);
  });
});
