import sharp from 'sharp';
import { photos } from './editor-page';

/** Writes a real face at 24 megapixels: what takes the engine long enough to be caught at work. */
export async function writeLargePhoto(path: string): Promise<void> {
  const picture = sharp(photos.onePerson).resize(6000, 4000, { fit: 'cover' });
  await picture.jpeg({ quality: 90 }).toFile(path);
}
