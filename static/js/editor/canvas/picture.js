/** The picture of the view as a file or in the clipboard: drawn by the server from the model, whatever is in sight. */

/** @param {any} editor @param {string} form */
function addressOf(editor, form) {
  const theme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  const shown = document.documentElement.dataset.theme ?? theme;
  return `${editor.addresses.picture}${form}?${new URLSearchParams({ view: editor.views.current, theme: shown })}`;
}

/** @param {any} editor @param {string} form */
async function fetched(editor, form) {
  await editor.sync?.settled?.(); // the server draws what it has been sent
  const answer = await fetch(addressOf(editor, form));
  if (!answer.ok) throw new Error(`The picture could not be drawn (${answer.status}).`);
  return answer.blob();
}

/** @param {any} editor @param {string} form */
export async function download(editor, form) {
  await told(editor, async () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(await fetched(editor, form));
    link.download = `${editor.model.header.system}-${editor.model.header.slug}${editor.views.current ? `-${editor.views.current}` : ""}.${form}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    return `Saved ${link.download}.`;
  });
}

/** @param {any} editor */
export async function copyPicture(editor) {
  await told(editor, async () => {
    await navigator.clipboard.write([new ClipboardItem({ "image/png": fetched(editor, "png") })]);
    return "Copied the picture.";
  });
}

/** @param {any} editor @param {() => Promise<string>} work */
async function told(editor, work) {
  try {
    editor.announce(await work());
  } catch (error) {
    editor.announce(`That failed: ${/** @type {Error} */ (error).message}`);
  }
}
