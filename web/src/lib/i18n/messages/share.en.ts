export default {
  title: 'Share',
  link: 'Link to this clip',
  copy: 'Copy link',
  copied: 'Copied',
  send: 'Send with …',
  private: 'Only you can open this link: the clip is private.',
  followers: 'Only people who follow you can open this link.',
};
