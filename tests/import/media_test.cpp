#include "tests/import/sample_folder.hpp"
#include "tests/support/catch.hpp"

using namespace stollen::tests;

namespace {

/// What is told when the fair's logo has this content.
Lines told(std::string_view name, std::string_view content) {
  SampleFolder folder;
  folder.write("media/" + std::string(name), content)
      .replace("fair.toml", "media/logo.svg", "media/" + std::string(name));
  return folder.faults();
}
std::string refusal(const std::string& name) {
  return "fair.toml:15:8: logo: media/" + name +
         " is no harmless .svg, .png, .jpg or .webp picture (scripts and outside addresses in drawings are "
         "refused)";
}

}  // namespace

TEST_CASE("a picture gets an address from its content, once however often it is named") {
  const auto folder = SampleFolder().sound();
  REQUIRE(folder.media.size() == 1);
  const auto address = "/media/" + folder.media[0].name;
  CHECK(folder.fair.theme.logo_url == address);
  CHECK(folder.booths[0].row.logo_url == address);

  SampleFolder changed;
  changed.replace("media/logo.svg", "<svg", "<!-- 2 --><svg");
  CHECK(changed.sound().media[0].name != folder.media[0].name);
}

TEST_CASE("drawings that could do something are refused") {
  for (const std::string inside :
       {"<script>x()</script>", "<SCRIPT/>", "<a href=\"javascript:x()\"/>", "<rect onload=\"x()\"/>",
        "<rect OnClick=\"x()\"/>", "<rect onmouseover=\"x()\"/>", "<rect onbegin = \"x()\"/>",
        "<foreignObject/>", "<image href=\"https://fremd.example/x.png\"/>",
        "<image href='https://fremd.example/x.png'/>", "<image xlink:href = \"//fremd.example/x.png\"/>",
        "<style>@import 'x.css';</style>", "<style>rect { fill: url(https://fremd.example/x) }</style>"}) {
    INFO(inside);
    CHECK(told("bild.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\">" + inside + "</svg>") ==
          Lines{refusal("bild.svg")});
  }
  CHECK(told("bild.svg", "<!DOCTYPE svg [<!ENTITY x \"y\">]><svg/>") == Lines{refusal("bild.svg")});
}

TEST_CASE("a plain drawing is taken, with references into itself") {
  CHECK(told("bild.svg",
             "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\">"
             "<defs><linearGradient id=\"g\"/></defs><rect fill=\"url(#g)\"/><use href=\"#g\"/></svg>") ==
        Lines{});
}

TEST_CASE("the content decides what a picture is, not its name") {
  const std::string png = "\x89PNG\r\n\x1A\n....", jpg = "\xFF\xD8\xFF\xE0....";
  CHECK(told("bild.png", png) == Lines{});
  CHECK(told("bild.jpg", jpg) == Lines{});
  CHECK(told("bild.webp", "RIFF....WEBPVP8 ") == Lines{});
  CHECK(told("bild.png", jpg) == Lines{refusal("bild.png")});
  CHECK(told("bild.jpg", "<svg/>") == Lines{refusal("bild.jpg")});
  CHECK(told("bild.svg", png) == Lines{refusal("bild.svg")});
  CHECK(told("bild.svg", "<html></html>") == Lines{refusal("bild.svg")});
  CHECK(told("bild.gif", "GIF89a") == Lines{refusal("bild.gif")});
  CHECK(told("bild.png", "") == Lines{refusal("bild.png")});
}

TEST_CASE("a picture lies inside the folder's media") {
  for (const std::string path : {"logo.svg", "/etc/hostname", "../logo.svg", "media/../fair.toml"}) {
    INFO(path);
    CHECK(faults_after("fair.toml", "media/logo.svg", path) ==
          Lines{"fair.toml:15:8: logo: pictures lie below media/, such as media/logo.svg"});
  }
  SampleFolder folder;
  std::filesystem::create_symlink("/etc/hostname", folder.path() / "media" / "link.svg");
  folder.replace("fair.toml", "media/logo.svg", "media/link.svg");
  CHECK(folder.faults() == Lines{refusal("link.svg")});
}

TEST_CASE("a picture has at most one MiB") {
  CHECK(told("bild.svg", "<svg/>" + std::string((1U << 20U) - 6, ' ')) == Lines{});
  CHECK(told("bild.svg", "<svg/>" + std::string((1U << 20U) - 5, ' ')) ==
        Lines{"fair.toml:15:8: logo: media/bild.svg is larger than 1 MiB"});
}
