#pragma once
// As each_engine.hpp, with a record the test takes over: for what keeps one of its own.
#include <functional>
#include <memory>

#include "adapters/sql/sql_record.hpp"

namespace vitrine::sql::testing {

void for_each_database(const std::function<void(std::unique_ptr<SqlRecord>)>& test);

}  // namespace vitrine::sql::testing
