#include "app/app.hpp"

int main(int argc, char** argv) { return vitrine::app::run({argv, static_cast<std::size_t>(argc)}); }
