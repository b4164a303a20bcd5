// The rules that keep the house in order, read from the sources themselves: arrows, table owners, line and
// function lengths, unfinished marks.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "privacy/holder.hpp"

namespace fs = std::filesystem;

namespace {
const fs::path source = fs::path{VITRINE_SOURCE_DIR} / "src";

struct Line {
  fs::path file;
  int number;
  std::string text;
  [[nodiscard]] std::string place() const { return file.string() + ":" + std::to_string(number); }
};

std::vector<Line> lines_of(const fs::path& root, const std::set<std::string>& extensions) {
  std::vector<Line> lines;
  if (!fs::exists(root)) return lines;
  for (const auto& entry : fs::recursive_directory_iterator(root)) {
    if (!entry.is_regular_file() || !extensions.contains(entry.path().extension().string())) continue;
    std::ifstream in{entry.path()};
    int number = 0;
    for (std::string text; std::getline(in, text);) lines.push_back({entry.path(), ++number, text});
  }
  return lines;
}

std::vector<Line> code_lines() { return lines_of(source, {".hpp", ".cpp", ".cc"}); }

std::map<std::string, std::set<std::string>> arrows() {
  std::map<std::string, std::set<std::string>> may_use;
  std::ifstream in{source / "arrows.txt"};
  for (std::string text; std::getline(in, text);) {
    if (text.empty() || text[0] == '#') continue;
    std::istringstream words{text};
    std::string module, colon;
    words >> module >> colon;
    may_use[module] = {module};
    for (std::string dep; words >> dep;) may_use[module].insert(dep);
  }
  return may_use;
}
}  // namespace

TEST_CASE("arrows: every quoted include follows one") {
  const auto may_use = arrows();
  REQUIRE(may_use.size() > 10);
  int includes = 0;
  for (const auto& line : code_lines()) {
    if (!line.text.starts_with("#include \"")) continue;
    ++includes;
    const auto module = fs::relative(line.file, source).begin()->string();
    const auto target = line.text.substr(10, line.text.find('/', 10) - 10);
    REQUIRE_MESSAGE(may_use.contains(module), "no line in arrows.txt for " << module);
    CHECK_MESSAGE(may_use.at(module).contains(target),
                  line.place() << ": " << module << " may not include " << target);
  }
  CHECK(includes > 20);
}

TEST_CASE("purity: feed and learning cannot reach time, chance, disk or threads by themselves") {
  const std::regex forbidden{
      R"(#include <(chrono_io|thread|mutex|shared_mutex|fstream|filesystem|random|iostream|ctime|sys/|unistd|fcntl))"
      R"(|system_clock|steady_clock|random_device|std::rand\b|getenv|unordered_)"};
  for (const auto& line : code_lines()) {
    const auto module = fs::relative(line.file, source).begin()->string();
    if (module != "feed" && module != "learning") continue;
    const auto name = line.file.filename().string();
    if (name.find("_test.") != std::string::npos || name.find("_bench.") != std::string::npos) continue;
    CHECK_MESSAGE(!std::regex_search(line.text, forbidden), line.place() << ": " << line.text);
  }
}

TEST_CASE("tables: a store names only the tables of its owner") {
  const std::regex table{
      R"(\b(house|accounts|catalog|social|safety|supply|privacy|transparency|region|takeout)_[a-z_]+)"};
  const std::regex from{R"((FROM|INTO|UPDATE|JOIN|TABLE)\s+([a-z]+)_[a-z_]+)"};
  for (const auto& line : lines_of(source / "adapters" / "sql", {".cpp"})) {
    const auto name = line.file.stem().string();
    const auto store = name.find("_store");
    if (store == std::string::npos) continue;
    const auto owner = name.substr(0, store);
    for (std::sregex_iterator hit{line.text.begin(), line.text.end(), from}, end; hit != end; ++hit)
      CHECK_MESSAGE((*hit)[2] == owner, line.place() << ": " << owner << " names " << (*hit)[0]);
  }
}

TEST_CASE("SQL stands in adapters/sql alone, and programs are started by adapters/system/spawn.cpp alone") {
  const std::regex sql{R"re("\s*(SELECT |INSERT INTO|UPDATE [a-z_]+ SET|DELETE FROM|CREATE TABLE))re"};
  const std::regex child{R"(\b(fork|vfork|execv[ep]*|posix_spawnp?|popen)\s*\(|std::system\s*\()"};
  for (const auto& line : code_lines()) {
    const auto path = fs::relative(line.file, source).string();
    if (path.find("_test.cpp") != std::string::npos) continue;
    if (!path.starts_with("adapters/sql/"))
      CHECK_MESSAGE(!std::regex_search(line.text, sql), line.place() << ": SQL");
    if (path != "adapters/system/spawn.cpp")
      CHECK_MESSAGE(!std::regex_search(line.text, child), line.place() << ": child process");
  }
}

TEST_CASE("shape: lines of at most 110 columns, no unfinished marks") {
  const std::regex mark{R"(\b(TODO|FIXME|XXX|HACK)\b)"};
  for (const auto& line : code_lines()) {
    std::size_t columns = 0;
    for (const char c : line.text) columns += (static_cast<unsigned char>(c) & 0xc0) != 0x80;
    CHECK_MESSAGE(columns <= 110, line.place() << ": " << columns << " columns");
    CHECK_MESSAGE(!std::regex_search(line.text, mark), line.place() << ": " << line.text);
  }
}

// clang-format leaves a function's first and last line unindented (or at two columns inside a class), which
// is all the grammar this needs. Tables of data and the bodies of classes are not functions.
TEST_CASE("shape: functions of at most 70 lines") {
  const std::regex not_a_function{R"(^\s*(namespace|class|struct|enum|union|extern)\b|= \{$|\{\{$)"};
  fs::path file;
  std::string indent;
  int opened = 0;
  int functions = 0;
  for (const auto& line : code_lines()) {
    if (line.file != file) {
      file = line.file;
      opened = 0;
    }
    const auto text_at = line.text.find_first_not_of(' ');
    if (text_at == std::string::npos || text_at > 2) continue;
    if (opened != 0 && text_at == indent.size() && line.text[text_at] == '}') {
      CHECK_MESSAGE(line.number - opened - 1 <= 70,
                    line.file.string() << ":" << opened << ": " << line.number - opened - 1 << " lines");
      ++functions;
      opened = 0;
    } else if (opened == 0 && line.text.ends_with('{') && !std::regex_search(line.text, not_a_function)) {
      opened = line.number;
      indent.assign(text_at, ' ');
    }
  }
  CHECK(functions > 500);
}

// A log line never names a person: its facts are words of a closed list (src/privacy/map.cpp).
TEST_CASE("log lines: every fact is one the map of personal data knows") {
  const std::regex fact{R"re(\{"([a-z_]+)",)re"};
  int facts = 0;
  int lines_left = 0;  // a call is at most so many lines long
  for (const auto& line : code_lines()) {
    if (line.file.filename().string().find("_test.") != std::string::npos) continue;
    if (line.text.find("base::log(base::Level") != std::string::npos ||
        line.text.find("base::log(Level") != std::string::npos)
      lines_left = 5;
    if (lines_left == 0) continue;
    for (std::sregex_iterator hit{line.text.begin(), line.text.end(), fact}, end; hit != end; ++hit) {
      ++facts;
      CHECK_MESSAGE(std::ranges::any_of(vitrine::privacy::the_map().log_facts,
                                        [&](const auto& known) { return known.name == (*hit)[1].str(); }),
                    line.place() << ": the fact \"" << (*hit)[1] << "\" is not in the map");
    }
    lines_left = line.text.ends_with(';') ? 0 : lines_left - 1;
  }
  CHECK(facts > 20);
}

namespace {
/// The map of personal data as docs/privacy.md shows it.
std::string map_as_markdown() {
  using namespace vitrine;
  std::string text =
      "| what | where, by | why | basis | kept | when the account goes |\n| --- | --- | --- | --- | --- | "
      "--- |\n";
  for (const auto& one : privacy::the_map().holdings) {
    const auto kept = !one.expires.empty() ? "until `" + std::string{one.expires} + "`"
                      : one.days > 0       ? std::to_string(one.days) + (one.days == 1 ? " day" : " days")
                                           : std::string{"as the account"};
    for (const auto part :
         {std::string_view{"| "}, one.name, std::string_view{" | `"}, one.table, std::string_view{"."},
          one.key, std::string_view{"` | "}, model::text(one.purpose), std::string_view{" | "},
          model::text(one.basis), std::string_view{" | "}, std::string_view{kept}, std::string_view{" | "},
          model::text(one.fate), std::string_view{" |\n"}})
      text += part;
  }
  return text;
}
/// The columns that are sealed, and whose key opens them.
std::string sealed_as_markdown() {
  using namespace vitrine;
  std::string text = "| sealed column | with the key of |\n| --- | --- |\n";
  for (const auto& table : privacy::the_map().tables)
    for (const auto& column : table.columns)
      if (!column.seal.by.empty())
        for (const auto part : {std::string_view{"| `"}, table.name, std::string_view{"."}, column.name,
                                std::string_view{"` | `"}, column.seal.by, std::string_view{"` |\n"}})
          text += part;
  return text;
}
}  // namespace

TEST_CASE("docs: the table of docs/privacy.md is the map of personal data") {
  std::ifstream in{fs::path{VITRINE_SOURCE_DIR} / "docs" / "privacy.md"};
  const std::string document{std::istreambuf_iterator<char>{in}, {}};
  const auto table = map_as_markdown();
  CHECK_MESSAGE(document.find(table) != std::string::npos, "docs/privacy.md should hold:\n" << table);
  const auto sealed = sealed_as_markdown();
  CHECK_MESSAGE(document.find(sealed) != std::string::npos, "docs/privacy.md should hold:\n" << sealed);
}

TEST_CASE("docs: every limit of docs/security/limits.md stands so in the file it names") {
  const fs::path root{VITRINE_SOURCE_DIR};
  std::ifstream in{root / "docs" / "security" / "limits.md"};
  int compared = 0;
  for (std::string line; std::getline(in, line);) {
    std::string header;
    bool code = false;
    for (std::size_t from = 0, to = 0; line.starts_with('|') && to != std::string::npos; from = to + 1) {
      to = line.find('`', from);
      const auto span = line.substr(from, to - from);
      if (code && span.starts_with("src/")) {
        std::ifstream file{root / span};
        REQUIRE_MESSAGE(file, "docs/security/limits.md names " << span << ", which is not there");
        header.assign(std::istreambuf_iterator<char>{file}, {});
      } else if (code && span.find(" = ") != std::string::npos) {
        ++compared;
        const auto at = header.find(span);
        const bool there = at != std::string::npos && header.find_first_of(",;", at) == at + span.size();
        CHECK_MESSAGE(there, "not so any more: " << span << " in " << line);
      }
      code = !code;
    }
  }
  CHECK(compared > 20);
}

/// What a header may count on: its own includes and those of our headers it includes.
std::set<std::string> reached(const fs::path& header, std::map<fs::path, std::set<std::string>>& known) {
  if (const auto found = known.find(header); found != known.end()) return found->second;
  known[header] = {};  // a circle would be an error of its own
  std::set<std::string> all;
  std::ifstream in{header};
  for (std::string text; std::getline(in, text);) {
    if (text.starts_with("#include <")) all.insert(text.substr(10, text.find('>') - 10));
    if (text.starts_with("#include \""))
      all.merge(reached(source / text.substr(10, text.rfind('"') - 10), known));
  }
  return known[header] = all;
}

// The precompiled header would hide a missing <vector>; `vitrine_headers` compiles each alone, this reads
// them.
TEST_CASE("headers: every common name of std comes with its include") {
  const std::map<std::string, std::set<std::string>> homes{
      {"vector", {"vector"}},       {"string", {"string"}},   {"string_view", {"string_view", "string"}},
      {"optional", {"optional"}},   {"map", {"map"}},         {"set", {"set"}},
      {"deque", {"deque"}},         {"array", {"array"}},     {"span", {"span"}},
      {"function", {"functional"}}, {"variant", {"variant"}}, {"unique_ptr", {"memory"}},
      {"shared_ptr", {"memory"}},   {"mutex", {"mutex"}},     {"atomic", {"atomic"}},
      {"exchange", {"utility"}},    {"jthread", {"thread"}},  {"unordered_map", {"unordered_map"}},
      {"uint64_t", {"cstdint"}},    {"int64_t", {"cstdint"}}, {"expected", {"expected"}}};
  const std::regex name{R"(\bstd::([a-z_0-9]+))"};
  std::map<fs::path, std::set<std::string>> known;
  int names = 0;
  for (const auto& line : lines_of(source, {".hpp"})) {
    const auto code = line.text.substr(0, line.text.find("//"));
    for (std::sregex_iterator hit{code.begin(), code.end(), name}, end; hit != end; ++hit) {
      const auto home = homes.find((*hit)[1]);
      if (home == homes.end()) continue;
      ++names;
      const auto has = reached(line.file, known);
      CHECK_MESSAGE(std::ranges::any_of(home->second, [&](const auto& one) { return has.contains(one); }),
                    line.place() << ": std::" << home->first << " without its include");
    }
  }
  CHECK(names > 1000);
}
