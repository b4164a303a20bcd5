#include "accounts/password.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "base/text.hpp"

namespace vitrine::accounts {
namespace {
using base::Fault;

// What people choose when asked to choose, folded: English and German words, names, teams, keyboards.
constexpr std::string_view common_words =
    " password passwort passw passwd pass kennwort geheim secret letmein letmeinnow welcome willkommen"
    " welcometo login logmein signin admin administrator root user username benutzer guest test testtest"
    " tester testing default changeme changeit master superuser iloveyou ilove loveyou ichliebedich liebe"
    " schatz schatzi love lovely lover mylove sweetheart darling honey baby babygirl princess prinzessin"
    " queen king angel engel sunshine sonnenschein sommer summer winter spring autumn fruehling herbst"
    " januar february march april june july august september october november december monday friday"
    " sunday freitag football fussball baseball basketball soccer hockey tennis golf fishing hunter monkey"
    " dragon tiger lion eagle falcon dolphin butterfly schmetterling kitty hellokitty katze hund puppy"
    " bunny hase michael jessica jennifer thomas daniel andrew andreas alexander charlie robert william"
    " joshua matthew anthony christian stefan michelle nicole ashley amanda stephanie samantha elizabeth"
    " melanie martin peter patrick sebastian jordan taylor maria sabrina superman batman spiderman"
    " starwars startrek pokemon minecraft fortnite naruto pikachu gandalf matrix ninja samurai warrior"
    " knight shadow phantom killer hacker trustno whatever nothing something anything forever freedom"
    " freiheit computer internet windows google facebook instagram youtube tiktok twitter linkedin samsung"
    " iphone android apple microsoft adobe amazon netflix spotify vitrine cheese chocolate schokolade"
    " cookie banana orange cherry pepper coffee kaffee bier hallo hallohallo hello helloworld hi mercedes"
    " porsche ferrari corvette mustang yamaha harley volkswagen chelsea arsenal liverpool barcelona"
    " realmadrid juventus bayern schalke dortmund berlin london paris newyork america germany deutschland"
    " purple yellow silver golden diamond flower blume rainbow music guitar metallica slipknot eminem"
    " rockyou blink nirvana jesus jesuschrist god blessed faith family familie friends mother father daddy"
    " mama papa sister brother grandma fuckyou fuckoff asshole bitch sexy pussy arschloch scheisse abc"
    " abcd abcde abcabc qwe qweasd qweasdzxc asd asdasd zxc qaz qazwsx qazwsxedc wsx aa access"
    " correcthorsebatterystaple thisisapassword mypassword meinpasswort passwordpassword ";

// Runs somebody draws with a finger, each also backwards.
constexpr std::string_view rows[] = {"01234567890",
                                     "abcdefghijklmnopqrstuvwxyz",
                                     "qwertyuiop",
                                     "qwertzuiop",
                                     "azertyuiop",
                                     "asdfghjkl",
                                     "zxcvbnm",
                                     "yxcvbnm",
                                     "1q2w3e4r5t6y7u8i9o0p",
                                     "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
                                     "147258369",
                                     "159357",
                                     "!@#$%^&*()"};

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (static_cast<unsigned char>(c) & 0x80) != 0; }

char without_leet(char c) {
  switch (c) {
    case '4':
    case '@':
      return 'a';
    case '3':
      return 'e';
    case '1':
    case '!':
      return 'i';
    case '0':
      return 'o';
    case '5':
    case '$':
      return 's';
    case '7':
      return 't';
    default:
      return c;
  }
}

/// The word inside: what is left when digits and signs at both ends are taken off.
std::string_view core(std::string_view text) {
  while (!text.empty() && !is_letter(text.front())) text.remove_prefix(1);
  while (!text.empty() && !is_letter(text.back())) text.remove_suffix(1);
  return text;
}

bool is_common_word(std::string_view word) {
  return word.find(' ') == std::string_view::npos &&
         common_words.find(fmt::format(" {} ", word)) != std::string_view::npos;
}

/// One piece of at most a third, over and over: "abcabcabc", "aaaaaaaa", "12121212".
bool repeats(std::string_view text) {
  for (std::size_t size = 1; size * 2 <= text.size(); ++size) {
    bool same = true;
    for (std::size_t i = size; i < text.size() && same; ++i) same = text[i] == text[i - size];
    if (same && (size <= 4 || is_common_word(core(text.substr(0, size))))) return true;
  }
  return false;
}

/// Nothing but pieces of keyboard rows and sequences, four characters or more each.
bool is_run(std::string_view text) {
  while (!text.empty()) {
    std::size_t longest = 0;
    for (const auto row : rows) {
      for (const auto& candidate : {std::string{row}, std::string{row.rbegin(), row.rend()}}) {
        std::size_t size = std::min(text.size(), candidate.size());
        while (size > longest && candidate.find(text.substr(0, size)) == std::string::npos) --size;
        longest = std::max(longest, size);
      }
    }
    if (longest < std::min<std::size_t>(4, text.size()) || longest < 2) return false;
    text.remove_prefix(longest);
  }
  return true;
}

/// Dates, telephone numbers, PINs written twice: ten digits are searched in seconds.
bool is_short_number(std::string_view text) {
  return text.size() <= 10 && std::ranges::all_of(text, [](char c) {
           return (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '/';
         });
}

bool is_guessed_first(std::string_view password, std::string_view handle) {
  const auto low = base::lower_ascii(password);
  std::string plain = low;
  for (char& c : plain) c = without_leet(c);
  const std::string stripped{core(low)};
  std::string stripped_plain = stripped;
  for (char& c : stripped_plain) c = without_leet(c);
  for (const std::string_view word : {std::string_view{low}, std::string_view{plain}, core(plain),
                                      std::string_view{stripped}, std::string_view{stripped_plain}}) {
    // A word with a year and a sign is guessed; a word with ten random digits is not.
    constexpr std::size_t trimmings_max = 6;
    if (word.empty() || word.size() + trimmings_max < low.size()) continue;
    if (is_common_word(word) || repeats(word)) return true;
    if (!handle.empty() && word == base::lower_ascii(handle)) return true;
  }
  return is_run(low) || (stripped.size() * 2 >= low.size() && is_run(stripped)) || is_short_number(low);
}
}  // namespace

base::Result<void> check_password(std::string_view password, std::string_view handle) {
  if (!base::is_utf8(password) || password.find('\0') != std::string_view::npos)
    return base::fail_in("password", Fault::invalid_input, "password_invalid",
                         "The password holds characters nobody can type.");
  const auto chars = base::code_points(password);
  if (chars < password_chars_min)
    return base::fail_in("password", Fault::invalid_input, "password_too_short",
                         "Choose a password of at least 8 characters.");
  if (chars > password_chars_max)
    return base::fail_in("password", Fault::invalid_input, "password_too_long",
                         "Choose a password of at most 128 characters.");
  if (is_guessed_first(password, handle))
    return base::fail_in(
        "password", Fault::invalid_input, "password_common",
        "This password is among the first that are guessed; choose another, for example four words.");
  return {};
}
}  // namespace vitrine::accounts
