/**
 * Texts as pictures: drawn once at the size of the result, shown in the preview and sent to the server, which lays the
 * very same picture over the clip. So any script and any sign that this device can draw comes out as it was seen.
 */
import { whole, type EditText } from './document';
import type { Size } from './montage';

const family = "'Instrument Sans Variable', ui-sans-serif, system-ui, sans-serif";
/** Of the frame's width: a little air on both sides. */
const widest = 0.92;

function wrapped(brush: CanvasRenderingContext2D, text: string, most: number): string[] {
  const lines: string[] = [];
  for (const paragraph of text.split('\n')) {
    let line = '';
    for (const word of paragraph.split(' ')) {
      const longer = line === '' ? word : `${line} ${word}`;
      if (line !== '' && brush.measureText(longer).width > most) {
        lines.push(line);
        line = word;
      } else {
        line = longer;
      }
    }
    lines.push(line);
  }
  return lines;
}

const even = (value: number): number => Math.max(2, Math.ceil(value / 2) * 2);

/** The picture of a text in a frame of this size. */
export function draw(text: EditText, frame: Size): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  const brush = canvas.getContext('2d');
  if (!brush) return canvas;
  const pixels = (text.size * frame.height) / whole;
  const font = `650 ${pixels}px ${family}`;
  brush.font = font;
  const lines = wrapped(brush, text.text.trim(), frame.width * widest - pixels);
  const wide = Math.max(...lines.map((line) => brush.measureText(line).width));
  const step = pixels * 1.25;
  canvas.width = Math.min(frame.width, even(wide + pixels));
  canvas.height = Math.min(frame.height, even(step * lines.length + pixels * 0.5));
  brush.font = font;
  brush.textAlign = 'center';
  brush.textBaseline = 'middle';
  if (text.plate) {
    brush.fillStyle = 'rgb(0 0 0 / 62%)';
    brush.beginPath();
    brush.roundRect(0, 0, canvas.width, canvas.height, pixels * 0.3);
    brush.fill();
  } else {
    brush.shadowColor = 'rgb(0 0 0 / 70%)';
    brush.shadowBlur = pixels * 0.14;
    brush.shadowOffsetY = pixels * 0.03;
  }
  brush.fillStyle = text.colour;
  lines.forEach((line, index) => {
    brush.fillText(line, canvas.width / 2, pixels * 0.25 + step * (index + 0.5), canvas.width);
  });
  return canvas;
}

/** The text with the size of its picture, in parts of the frame. */
export function measured(text: EditText, frame: Size, picture = draw(text, frame)): EditText {
  const part = (of: number, all: number): number =>
    Math.min(whole, Math.max(1, Math.round((of * whole) / all)));
  return {
    ...text,
    width: part(picture.width, frame.width),
    height: part(picture.height, frame.height),
  };
}

export function png(picture: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) => {
    picture.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))), 'image/png');
  });
}
