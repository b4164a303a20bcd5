/** How far two pictures are apart: the share of their blocks of eight pixels whose mean brightness differs by more than a tenth. */
export function differing(page, before, after) {
  const address = (bytes) => `data:image/jpeg;base64,${bytes.toString('base64')}`;
  return page.evaluate(
    async ([a, b]) => {
      const block = 8;
      const light = async (src) => {
        const image = new Image();
        image.src = src;
        await image.decode();
        const [width, height] = [Math.ceil(image.width / block), Math.ceil(image.height / block)];
        const canvas = Object.assign(document.createElement('canvas'), { width, height });
        const context = canvas.getContext('2d');
        context.imageSmoothingQuality = 'high';
        context.drawImage(image, 0, 0, width, height);
        const { data } = context.getImageData(0, 0, width, height);
        const out = [];
        for (let i = 0; i < data.length; i += 4)
          out.push(0.3 * data[i] + 0.59 * data[i + 1] + 0.11 * data[i + 2]);
        return { size: `${width}x${height}`, out };
      };
      const [x, y] = [await light(a), await light(b)];
      if (x.size !== y.size) return 1;
      return x.out.filter((value, i) => Math.abs(value - y.out[i]) > 25).length / x.out.length;
    },
    [address(before), address(after)],
  );
}
