export default {
  handle_taken: 'This name is taken. Try another one.',
  handle_invalid: 'Use 3 to 30 letters, digits, dots or underscores.',
  wrong_password: 'Name and password do not match.',
  password_too_short: 'The password is too short.',
  sign_up_closed: 'This house is not taking new accounts at the moment.',
  invite_needed: 'You need an invitation to join here.',
  invite_invalid: 'This invitation is not valid any more.',
  too_many_requests: 'That was a little fast. Wait a moment and try again.',
  upload_too_large: 'The file is larger than this house allows.',
  not_signed_in: 'Please sign in first.',
};
