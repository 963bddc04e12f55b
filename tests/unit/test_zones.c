/* Zones: what is cut from an article, what is kept, and that nothing is lost whatever the input. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "clean/dateline.h"
#include "clean/zones.h"
#include "failing_memory.h"

static dvk_span span(const char *text) {
    return (dvk_span){text, strlen(text)};
}

/* Every byte of title and text lies in exactly one part, in order, and no character is split. */
static void assert_covers(const dvk_article *article, const dvi_zone_list *zones) {
    const char *at = article->title.data;
    bool in_text = article->title.len == 0;
    if (in_text) at = article->text.data;
    for (size_t i = 0; i < zones->n; i++) {
        const dvi_zone_part *part = &zones->list[i];
        assert_true(part->text.len > 0);
        assert_ptr_equal(part->text.data, at);
        assert_int_not_equal((unsigned char)*at & 0xC0, 0x80);
        assert_int_equal(part->zone == DVI_ZONE_TITLE, !in_text);
        if (i > 0 && in_text && zones->list[i - 1].zone != DVI_ZONE_TITLE)
            assert_int_not_equal(part->zone, zones->list[i - 1].zone);
        at += part->text.len;
        if (!in_text) {
            assert_int_equal(part->text.len, article->title.len);
            in_text = true;
            at = article->text.data;
        }
    }
    assert_ptr_equal(at, article->text.data + article->text.len);
}

static void find(const char *title, const char *text, dvk_article *article, dvi_zone_list *zones) {
    *article = (dvk_article){.title = span(title), .text = span(text)};
    assert_int_equal(dvi_find_zones(NULL, article, zones), DVK_OK);
    assert_covers(article, zones);
}

/* The parts of one zone, white space at their ends taken off, joined by '|'. */
static void join(const dvi_zone_list *zones, dvi_zone zone, char *out, size_t cap) {
    size_t len = 0;
    for (size_t i = 0; i < zones->n; i++) {
        dvk_span s = zones->list[i].text;
        if (zones->list[i].zone != zone) continue;
        while (s.len > 0 && (unsigned char)s.data[s.len - 1] <= ' ')
            s.len--;
        while (s.len > 0 && (unsigned char)s.data[0] <= ' ')
            s.data++, s.len--;
        len += (size_t)snprintf(out + len, cap - len, "%s%.*s", len > 0 ? "|" : "", (int)s.len, s.data);
        assert_true(len < cap);
    }
    out[len] = '\0';
}

static void expect_tail(const char *title, const char *text, const char *tail) {
    static char got[1 << 16];
    dvk_article article;
    dvi_zone_list zones = {0};
    find(title, text, &article, &zones);
    join(&zones, DVI_ZONE_TAIL, got, sizeof got);
    assert_string_equal(got, tail);
    dvi_zone_list_finish(&zones);
}

#define UK_1 "Уряд ухвалив рішення збільшити видатки на ремонт доріг у трьох областях."
#define UK_2 "Про це повідомив голова комітету після засідання, яке тривало чотири години."
#define UK_3 "Роботи почнуться навесні наступного року, щойно зійде сніг."
#define RU_1 "Правительство решило увеличить расходы на ремонт дорог в трёх областях."
#define RU_2 "Об этом сообщил глава комитета после заседания, которое длилось четыре часа."
#define BG_1 "Правителството реши да увеличи разходите за ремонт на пътищата в три области."
#define BG_2 "Това съобщи председателят на комисията след заседание, което продължи четири часа."
#define EN_1 "The government decided to spend more on repairing roads in three regions."
#define EN_2 "The head of the committee said so after a session that took four hours."

static void cuts_lines_inside_the_text(void **unused) {
    (void)unused;
    expect_tail("", UK_1 "\nЧитайте також: Мер обіцяє нові мости\n" UK_2,
                "Читайте також: Мер обіцяє нові мости");
    expect_tail("", UK_1 "\n  ЧИТАЙТЕ  ТАКОЖ — Мер обіцяє нові мости\n" UK_2,
                "ЧИТАЙТЕ  ТАКОЖ — Мер обіцяє нові мости");
    expect_tail("", RU_1 "\nЧитайте также: Мэр обещает мосты\n" RU_2, "Читайте также: Мэр обещает мосты");
    expect_tail("", BG_1 "\nПрочетете още: Кметът обещава мостове\n" BG_2,
                "Прочетете още: Кметът обещава мостове");
    expect_tail("", "Урад вырашыў.\nЧытайце таксама: Новыя масты\nРаботы пачнуцца.",
                "Чытайце таксама: Новыя масты");
    expect_tail("", "Владата одлучи.\nПрочитајте и: Нови мостови\nРаботите почнуваат.",
                "Прочитајте и: Нови мостови");
    expect_tail("", "Vlada je odlučila.\nPročitajte i: Novi mostovi\nRadovi počinju.",
                "Pročitajte i: Novi mostovi");
    expect_tail("", "Vlada je odločila.\nPreberite tudi: Novi mostovi\nDela se začnejo.",
                "Preberite tudi: Novi mostovi");
    expect_tail("", "Rząd zdecydował.\nCzytaj także: Nowe mosty\nRoboty rusz\xC4\x85.",
                "Czytaj także: Nowe mosty");
    expect_tail("", "Vláda rozhodla.\nČtěte také: Nové mosty\nPráce začnou.", "Čtěte také: Nové mosty");
    expect_tail("", "Vláda rozhodla.\nČítajte aj: Nové mosty\nPráce sa začnú.", "Čítajte aj: Nové mosty");
    expect_tail("", "Үкімет шешті.\nТағы оқыңыз: Жаңа көпірлер\nЖұмыс басталады.",
                "Тағы оқыңыз: Жаңа көпірлер");
    expect_tail("", "Өкмөт чечти.\nДагы окуңуз: Жаңы көпүрөлөр\nИш башталат.", "Дагы окуңуз: Жаңы көпүрөлөр");
    expect_tail("", "Хөкүмәт карар итте.\nШулай ук укыгыз: Яңа күперләр\nЭш башлана.",
                "Шулай ук укыгыз: Яңа күперләр");
    expect_tail("", EN_1 "\n[READ ALSO: New bridges promised]\n" EN_2, "[READ ALSO: New bridges promised]");
    /* Latin letters that look alike, and accents left out. */
    expect_tail("", RU_1 "\nЧитaйтe тaкжe: Мэр обещает\n" RU_2, "Читaйтe тaкжe: Мэр обещает");
    expect_tail("", "Vláda rozhodla.\nCtete take: Nové mosty\nPráce začnou.", "Ctete take: Nové mosty");
}

static void cuts_credits_but_not_sentences(void **unused) {
    (void)unused;
    expect_tail("", UK_1 "\nФото: Кіодо\n" UK_2 "\nДжерело: власне", "Фото: Кіодо|Джерело: власне");
    expect_tail("", RU_1 "\nИсточник — пресс-служба\nФото © Соцсети",
                "Источник — пресс-служба\nФото © Соцсети");
    expect_tail("", BG_1 "\nСнимка: архив\n" BG_2, "Снимка: архив");
    expect_tail("", EN_1 "\nPhoto: Jane Roe\n" EN_2 "\n(Photo by John Doe)",
                "Photo: Jane Roe|(Photo by John Doe)");
    expect_tail("", EN_1 "\n© 2024 Example Media\n" EN_2, "© 2024 Example Media");
    expect_tail(
        "", RU_1 "\nФото с места аварии опубликовано в группе города.\nИсточник в полиции подтвердил это.",
        "");
    expect_tail("", RU_1 "\nНовости были плохими.\nКомментарии экспертов разошлись.\nСпорт объединяет.", "");
    expect_tail(
        "",
        EN_1
        "\nPhotos of the crash spread fast.\nSources close to the talks said so.\nRelated parties agreed.",
        "");
    expect_tail("", EN_1 "\nSharea\nReadalso nothing", "");
}

/* A line of so many bytes that goes on with the filler is cut, and a longer one is a paragraph. */
static void expect_limit(const char *begin, const char *filler, size_t most) {
    char line[1024], text[2048];
    for (size_t longer = 0; longer < 2; longer++) {
        size_t len = (size_t)snprintf(line, sizeof line, "%s", begin);
        for (size_t i = 0; len < most + longer; i++)
            line[len++] = filler[i % strlen(filler)];
        if (line[len - 1] == ' ') line[len - 1] = filler[1];
        line[len] = '\0';
        snprintf(text, sizeof text, "%s\n%s\n%s\n%s", EN_1, EN_2, line, EN_1);
        expect_tail("", text, longer != 0 ? "" : line);
    }
}

static void keeps_paragraphs_that_begin_like_furniture(void **unused) {
    (void)unused;
    expect_limit("Editing by", " some of those", 400);
    expect_limit("Photo:", " some of those", 240);
    expect_limit("Photo -", " some of those", 120);
    expect_limit("\xC2\xA9", " some of those", 200);
    expect_limit("https://example.org/", "a/bc", 500);
    expect_limit("***", " *", 400);
    expect_tail("", EN_1 "\nyes.absolutely\n" EN_2, "");
}

static void cuts_addresses_dates_and_marks(void **unused) {
    (void)unused;
    expect_tail("", UK_1 "\nhttps://example.org/a?b=1\n" UK_2 "\nexample.org\ndesk@example.org\n@handle",
                "https://example.org/a?b=1|example.org\ndesk@example.org\n@handle");
    expect_tail("", RU_1 "\n#дороги #ремонт\n" RU_2 "\n#дороги важнее всего\nТеги: дороги, ремонт",
                "#дороги #ремонт|Теги: дороги, ремонт");
    expect_tail("", UK_1 "\n***\n" UK_2 "\n18+\n— — —\n1 2 3", "***|18+\n— — —\n1 2 3");
    expect_tail("",
                RU_1 "\n18 ноября 2019, 21:17\n" RU_2 "\n2019-11-18T14:29:51+03:00\nВчера, 22:53\n18.11.2019",
                "18 ноября 2019, 21:17|2019-11-18T14:29:51+03:00\nВчера, 22:53\n18.11.2019");
    expect_tail("", EN_1 "\nUpdated: Nov 18, 2019 at 10:05 am\n" EN_2, "Updated: Nov 18, 2019 at 10:05 am");
    /* What tells one day's rates, results and programme from another's. */
    expect_tail("", UK_1 "\n24,16\n2:1\n27 640\n12 листопада\n" UK_2, "");
    expect_tail("", RU_1 "\n125.000.000\n1.234.567\n12.345.678\n2024/2025 год\n" RU_2, "");
    expect_tail("", RU_1 "\n8.7.2019\n" RU_2 "\n18-11-19", "8.7.2019|18-11-19");
}

static void cuts_the_end_of_the_page(void **unused) {
    (void)unused;
    expect_tail("", RU_1 "\n" RU_2 "\nСвежие комментарии\nВася: не верю.\nПетя: и я не верю.",
                "Свежие комментарии\nВася: не верю.\nПетя: и я не верю.");
    expect_tail("", EN_1 "\n" EN_2 "\nLeave a Comment\nYour name is required here.",
                "Leave a Comment\nYour name is required here.");
    expect_tail("", UK_1 "\n" UK_2 "\nРозширений пошукПриховати розширений пошук\nЗа період:\n-",
                "Розширений пошукПриховати розширений пошук\nЗа період:\n-");
    /* Too early to end the article. */
    expect_tail("", RU_1 "\nКомментарии\n" RU_2 "\n" RU_1 "\n" RU_2, "Комментарии");
}

static void cuts_lists_of_headlines(void **unused) {
    (void)unused;
    expect_tail(
        "",
        RU_1
        "\n" RU_2
        "\nЧитайте также:\nМэр обещает городу новые мосты\n17.11.2019\nВ регионе открыли ещё две школы\n",
        "Читайте также:\nМэр обещает городу новые мосты\n17.11.2019\nВ регионе открыли ещё две школы");
    expect_tail("", UK_1 "\n" UK_2 "\nЧитайте також\nМер обіцяє місту нові мости та…\n" UK_3,
                "Читайте також\nМер обіцяє місту нові мости та…");
    expect_tail("", UK_1 "\n" UK_2 "\nЧитайте також\nМер обіцяє місту нові мости та [...]\n" UK_3,
                "Читайте також\nМер обіцяє місту нові мости та [...]");
    expect_tail("", UK_1 "\n" UK_2 "\nЧитайте також\nДніпропетровська обласна держадміністрація\n" UK_3,
                "Читайте також");
    expect_tail("", EN_1 "\n" EN_2 "\nRelated\nSo it is now\n" EN_1, "Related");
    expect_tail("", UK_1 "\n" UK_2 "\nЧитайте також\n" UK_3, "Читайте також");
    expect_tail("", UK_1 "\n" UK_2 "\nЧитайте також\nЩо далі\n" UK_3, "Читайте також");
    expect_tail("", EN_1 "\n" EN_2 "\nRelated\nMayor promises the town new bridges\nTwo more schools open",
                "Related\nMayor promises the town new bridges");
    expect_tail("", "Новости по теме\nМэр обещает городу новые мосты\n" RU_1 "\n" RU_2 "\n" RU_1,
                "Новости по теме");
}

static void cuts_a_repeated_title(void **unused) {
    (void)unused;
    expect_tail("Уряд збільшить видатки", "УРЯД ЗБІЛЬШИТЬ ВИДАТКИ.\n" UK_1, "УРЯД ЗБІЛЬШИТЬ ВИДАТКИ.");
    expect_tail("Уряд збільшить видатки", "Новини\nУряд збільшить видатки\n" UK_1,
                "Новини\nУряд збільшить видатки");
    expect_tail("Government will spend more on roads | Example", "Government will spend more on roads\n" EN_1,
                "Government will spend more on roads");
    expect_tail("Government will spend more on roads", "Government will spend more on roads (photo)\n" EN_1,
                "Government will spend more on roads (photo)");
    expect_tail("Government will spend more on roads: what is known",
                "Government will spend more on roads\n" EN_1, "Government will spend more on roads");
    expect_tail("Government will spend more on roads: what is known of it and who pays for all of this",
                "Government will spend more on roads\n" EN_1, "");
    expect_tail("Уряд збільшить видатки", "Уряд збільшить\n" UK_1, ""); /* too few letters to tell */
    expect_tail("Курс: 24", "Курс: 25\n" UK_1, "");
    expect_tail("Курс: 24", "Курс\n" UK_1, "");
    expect_tail("Government will spend more",
                "Government will spend more on roads, on bridges and on schools\n" EN_1, "");
    expect_tail("Government will spend more on roads, and mayors of ten cities want it",
                "Government will spend more on roads\n" EN_1, "");
    expect_tail("Уряд збільшить видатки", UK_1 "\n" UK_2 "\n" UK_3 "\nУряд збільшить видатки", "");
}

static void expect_dateline(const char *dateline, const char *sentence) {
    char line[1024];
    snprintf(line, sizeof line, "%s%s", dateline, sentence);
    if (dvi_dateline_length(span(line)) != strlen(dateline))
        fail_msg("%zu bytes of: %s", dvi_dateline_length(span(line)), line);
}

static void finds_datelines(void **unused) {
    (void)unused;
    expect_dateline("КИЇВ, 12 липня – Укрінформ. ", UK_1);
    expect_dateline("МОСКВА, 12 июл — РИА Новости. ", RU_1);
    expect_dateline("МОСКВА, 12 июля. /ТАСС/. ", RU_1);
    expect_dateline("/ТАСС/ ", RU_1);
    expect_dateline("(Укрінформ) – ", UK_1);
    expect_dateline("Reuters - ", EN_1);
    expect_dateline("PARIS (AP) — ", EN_1);
    expect_dateline("WASHINGTON (Reuters) - ", EN_1);
    expect_dateline("WEST COLUMBIA, S.C. (AP) - ", EN_1);
    expect_dateline("KUALA LUMPUR, Nov 18 — ", EN_1);
    expect_dateline("KUALA LUMPUR (Nov 18): ", EN_1);
    expect_dateline("NEW YORK -- ", EN_1);
    expect_dateline("Nov. 18 (UPI) -- ", EN_1);
    expect_dateline("Симферополь, 15 ноября. ", RU_1);
    expect_dateline("Нижний Новгород. 18 ноября. ", RU_1);
    expect_dateline("Москва. 19 ноября. INTERFAX.RU - ", RU_1);
    expect_dateline("ТОМСК, 18 ноя – РИА Томск, Мария Масляева. ", RU_1);
    expect_dateline("РИАМО - 18 ноя. ", RU_1);
    expect_dateline("София, 12 юли /БТА/ – ", BG_1);
    expect_dateline("София, 12 юли /БТА/ ", BG_1);
    expect_dateline("София /БТА/ ", BG_1);
    expect_dateline("Москва, 12-го июля. ", RU_1);
    expect_dateline("Бишкек, 12-июль. /Кабар/. ", "Борбор калаада жакынкы эки күндө катуу жаан күтүлүүдө.");
    expect_dateline("(Казан, 12 июль, «Татар-информ»). ", "Башкалада якындагы ике көндә көчле яңгыр көтелә.");
    expect_dateline("Улаанбаатар, 2025 оны 7 дугаар сарын 12 /МОНЦАМЭ/. ",
                    "Нийслэлд ойрын хоёр өдөр ширүүн бороо орох төлөвтэй.");
    expect_dateline("Улаанбаатар, 2025 оны долоодугаар сарын 12 /МОНЦАМЭ/. ",
                    "Нийслэлд ойрын хоёр өдөр ширүүн бороо орох төлөвтэй.");
    expect_dateline("СКОПЈЕ, 12 јули (МИА) - ", "Владата одлучи да ги зголеми трошоците за патишта.");
    expect_dateline("БЕОГРАД, 12. јула (Танјуг) - ", "Влада је одлучила да повећа трошкове за путеве.");
    expect_dateline("ZAGREB, 12. srpnja (Hina) - ", "Vlada je odlučila povećati troškove za ceste.");
    expect_dateline("Ljubljana, 18. novembra - ", "Vlada je odločila povečati stroške za ceste.");
    expect_dateline("Praha 12. července (ČTK) - ", "Vláda rozhodla zvýšit výdaje na silnice.");
    expect_dateline("18.11.2019 (Webnoviny.sk) – ", "Vláda rozhodla zvýšiť výdavky na cesty.");
    expect_dateline("Київ, 12.07.2025. ", UK_1);
    expect_dateline("Москва, 2025/07/12 - ", RU_1);
    expect_dateline("РИМ (соб. корр.) – ", RU_1);
    expect_dateline("МОСКВА.— ", RU_1);
    expect_dateline("МОСКВА\u00A0— ", RU_1);
    expect_dateline("(від нашого власного кореспондента) – ", UK_1);
}

static void keeps_sentences_like_datelines(void **unused) {
    (void)unused;
    expect_dateline("", "США – Россия и Китай не договорились о продлении соглашения.");
    expect_dateline("", "5-летний мальчик. Врачи говорят, что он поправится очень скоро.");
    expect_dateline("", "Президентът Радев (БТА) Иванов каза, че пътищата се поправят бързо.");
    expect_dateline("", "НАТО – це військовий союз, який об'єднує тридцять дві держави.");
    expect_dateline("", "Сьогодні, 18 листопада, у Львові стартувала академія участі.");
    expect_dateline("", "Международный валютный фонд (МВФ) – кредитор страны с 1992 года.");
    expect_dateline("", "ТАСС — крупнейшее информационное агентство страны, сообщили там.");
    expect_dateline("", "18 ноября в Софии прошло заседание правительства по дорогам.");
    expect_dateline("", "BREAKING NEWS - GOVERNMENT WILL SPEND MORE on roads this year");
    expect_dateline("", "Кім Чен Ин зустрівся з міністром закордонних справ у Вонсані.");
    expect_dateline("", "1.200.300.400.500 – Столько рублей потратит правительство на ремонт дорог.");
    expect_dateline("", "Лавров Макрон Байден Шольц Мелони Радев, 12 липня – Участники встречи в верхах.");
    expect_dateline("", "КИЇВ, 12 липня – Так і сталося.");
    expect_dateline("", "/за новими даними/ – Уряд ухвалив рішення збільшити видатки на ремонт доріг.");
    expect_dateline("", "МОСКВА – 2025 год стал годом ремонта дорог во всех областях страны.");
    expect_dateline("", "(від одного нашого власного кореспондента) – " UK_1);
    expect_dateline("", "ЕС (Европа) – " RU_1);
    expect_dateline("", "Reuters: The government decided to spend more on repairing roads.");
    expect_dateline("МАДРИД, 3 мая - ", "U.S.A - The Coast Guard is still searching for three sailors.");
    expect_dateline("", "12.07.2025.Уряд ухвалив рішення збільшити видатки на ремонт доріг.");
    char far[400] = "";
    for (int i = 0; i < 50; i++)
        strcat(far, "12, ");
    strcat(far, "12 липня – " UK_1);
    expect_dateline("", far);
    expect_dateline("МАДРИД, 3 мая - ", "The U.S. Coast Guard is still searching for three sailors.");
}

static void cuts_furniture_in_the_languages_of_the_east(void **unused) {
    (void)unused;
    expect_tail("Title", "Пойтахтда кучли ёмғир кутилмоқда.\nЎқинг: Об-ҳаво\nСиноптиклар огоҳлантирди.",
                "Ўқинг: Об-ҳаво");
    expect_tail("Title", "Дар пойтахт борон меборад.\nИнчунин хонед: Обу ҳаво\nҲавошиносон огоҳ карданд.",
                "Инчунин хонед: Обу ҳаво");
    expect_tail("Title", "Нийслэлд бороо орно.\nХолбоотой мэдээ: Цаг агаар\nЦаг уурчид анхааруулав.",
                "Холбоотой мэдээ: Цаг агаар");
    expect_tail("Title", "Баш ҡалала ямғыр көтөлә.\nШулай уҡ уҡығыҙ: Һауа торошо\nСиноптиктар иҫкәртә.",
                "Шулай уҡ уҡығыҙ: Һауа торошо");
    expect_tail("Title", "Казанда яңгыр көтелә.\nФикер калдырырга\nСиноптиклар кисәтә.", "Фикер калдырырга");
    expect_tail("Title", "Пойтахтда ёмғир кутилмоқда.\nФикр қолдириш\nСиноптиклар огоҳлантирди.",
                "Фикр қолдириш");
    expect_tail("Title", "Елордада жаңбыр жауады.\nTelegram арнамызға жазылыңыз\nСиноптиктер ескертті.",
                "Telegram арнамызға жазылыңыз");
}

static void cuts_notices_of_sites(void **unused) {
    (void)unused;
    static const char *const lines[] = {
        "Якщо помітили помилку, виділіть необхідний текст і натисніть Ctrl+Enter",
        "Ошибка в тексте? Выделите её и нажмите Ctrl+Enter",
        "Гэты сайт выкарыстоўвае cookies",
        "Копирането на материали от сайта е забранено",
        "Оваа веб-страница користи колачиња",
        "Забрањено је преузимање текста без дозволе",
        "Želite li dopuniti temu ili prijaviti pogrešku u tekstu?",
        "Dziękujemy, że przeczytałaś nasz artykuł do końca",
        "Publikování nebo další šíření obsahu je bez souhlasu zakázáno",
        "Máte pripomienku alebo ste našli chybu?",
        "Prijavi napako v članku",
        "Join our Telegram channel",
        "Қатені байқасаңыз, оны белгілеп Ctrl+Enter басыңыз",
        "Биздин Telegram каналга кошулуңуз",
        "Барлык хокуклар да якланган",
        "Истифодаи мавод танҳо бо истинод ба сомона",
        "Мэдээ таалагдсан бол найзуудтайгаа хуваалцаарай",
        "Матнда хатолик топсангиз, Ctrl+Enter тугмасини босинг",
        "Задонатити",
        "Цей сайт використовує файли cookie. Продовжуючи перегляд, ви погоджуєтесь із нашими правилами.",
        "Підтримайте незалежну журналістику: станьте нашим патроном",
        "Виправлення: у попередній версії матеріалу було неправильно названо посаду речника.",
        "** Внесён Минюстом в реестр иностранных агентов",
        "НАСТОЯЩИЙ МАТЕРИАЛ (ИНФОРМАЦИЯ) ПРОИЗВЕДЁН ИНОСТРАННЫМ АГЕНТОМ «РЕДАКЦИЯ». 18+",
        "Сохранить моё имя, email и адрес сайта в этом браузере",
        "Время чтения: 3 мин.",
        "Каб пакінуць каментар, увайдзіце або зарэгіструйцеся",
        "Независимата журналистика има нужда от вашата подкрепа.",
        "Придружете се на нашата Вибер заедница",
        "Ваша подршка нам омогућава да будемо независни.",
        "Kako biste ostavili komentar, prijavite se ili registrirajte.",
        "Wspieraj niezależne dziennikarstwo",
        "Oprac. Anna Nowak",
        "Stáhněte si naši aplikaci",
        "Ak chcete pridať komentár, prihláste sa.",
        "Za komentiranje se prijavite ali registrirajte.",
        "Correction: An earlier version of this article misstated the year.",
        "Skip to main content",
        "2 min read",
        "Тәуелсіз журналистиканы қолдап, редакциямызға көмектесіңіз.",
        "Бизди колдоңуз",
        "Хәбәр җибәрү",
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        char text[4096];
        snprintf(text, sizeof text, "%s\n%s\n%s", UK_1, lines[i], UK_2);
        expect_tail("Title", text, lines[i]);
    }
}

static void cuts_datelines_from_the_lead(void **unused) {
    (void)unused;
    expect_tail("Title", "КИЇВ, 12 липня – Укрінформ. " UK_1 "\n" UK_2, "КИЇВ, 12 липня – Укрінформ.");
    expect_tail("Title", RU_2 "\nМОСКВА, 18 ноя — РИА Новости. " RU_1 "\n" RU_2,
                "МОСКВА, 18 ноя — РИА Новости.");
    expect_tail("Title", "PARIS (AP) — " EN_1, "PARIS (AP) —");
    expect_tail("Title", "Укрінформ\n" UK_1 "\n" UK_2, "Укрінформ");
    expect_tail("Title", UK_1 "\n" UK_2 "\nКИЇВ, 12 липня – Укрінформ. " UK_3, "");
}

#define BODY UK_1 "\n" UK_2 "\n" UK_3 "\n" UK_1 "\n" UK_2 "\n"
#define TEASER_1                                                                                                                                                                             \
    "Пномпен\n\nДва міністри обговорили ринок праці\n\nМіністр праці зустрівся з представником фонду, щоб " \
    "обговорити...\n\n"
#define TEASER_2                                                                                                                                                         \
    "Женева\n\nТисячі людей залишили свої домівки\n\nПонад шістсот тисяч осіб зареєстровано як " \
    "переселенців, а це…\n"

static void cuts_teasers(void **unused) {
    (void)unused;
    char wanted[1024] = TEASER_1 TEASER_2;
    wanted[strlen(wanted) - 1] = '\0';
    expect_tail("", BODY "\n" TEASER_1 TEASER_2, wanted);
    expect_tail("", BODY "\n" TEASER_1, "");
    expect_tail("",
                BODY "Зірка серіалу розповіла, як поєднує зйомки та догляд…\nАктор відмовився вибачатися "
                     "перед усією країною…\n"
                     "Дієта допомогла ведучій за пів року схуднути на…\n",
                "Зірка серіалу розповіла, як поєднує зйомки та догляд…\nАктор відмовився вибачатися перед "
                "усією країною…\n"
                "Дієта допомогла ведучій за пів року схуднути на…");
    /* A writer's own dots. */
    expect_tail("",
                BODY "Минули роки. І ніхто вже не пам'ятав, як усе було того дня...\nМи мовчали. Бо що тут "
                     "можна було сказати...\n"
                     "А річка текла. І так само світило сонце над старим садом...",
                "");
}

static size_t zone_bytes(const dvi_zone_list *zones, dvi_zone zone) {
    size_t bytes = 0;
    for (size_t i = 0; i < zones->n; i++)
        bytes += zones->list[i].zone == zone ? zones->list[i].text.len : 0;
    return bytes;
}

static void limits_teasers(void **unused) {
    (void)unused;
    dvi_zone_list zones = {0};
    dvk_article article;
    char text[8192];
    for (int blocks = 2; blocks <= 12; blocks++) {
        strcpy(text, BODY);
        for (int i = 0; i < blocks; i++)
            strcat(text, TEASER_1);
        find("", text, &article, &zones);
        assert_true(zone_bytes(&zones, DVI_ZONE_TAIL) > 0);
        assert_true(zone_bytes(&zones, DVI_ZONE_TAIL) <= strlen(text) / 10 * 6 + 10);
    }
    find("", UK_1 "\n" TEASER_1 TEASER_2, &article, &zones);
    assert_true(zone_bytes(&zones, DVI_ZONE_LEAD) + zone_bytes(&zones, DVI_ZONE_BODY) >= 200);
    expect_tail(
        "",
        UK_1 "\nНова школа\nДіти пішли до нової школи, яка...\nНовий міст\nМер відкрив у місті новий міст...",
        "");
    dvi_zone_list_finish(&zones);
}

static void divides_lead_and_body(void **unused) {
    (void)unused;
    static char text[20000], got[20000];
    dvi_zone_list zones = {0};
    dvk_article article;
    find("Title", EN_1 " " EN_2 "\n" EN_1 "\n" EN_2 "\n" EN_1, &article, &zones);
    join(&zones, DVI_ZONE_LEAD, got, sizeof got);
    assert_string_equal(got, EN_1 " " EN_2 "\n" EN_1);
    /* One long line: cut after a sentence, or between words, or where there are none between characters. */
    strcpy(text, "");
    for (int i = 0; i < 20; i++)
        strcat(text, EN_1 " ");
    find("", text, &article, &zones);
    assert_int_equal(zones.n, 2);
    assert_int_equal(zones.list[0].text.len, 4 * strlen(EN_1 " "));
    assert_int_equal(zones.list[0].zone, DVI_ZONE_LEAD);
    strcpy(text, "");
    for (int i = 0; i < 200; i++)
        strcat(text, "слово ");
    find("", text, &article, &zones);
    assert_int_equal(zones.list[0].text.len, 75 * strlen("слово "));
    strcpy(text, "");
    for (int i = 0; i < 2000; i++)
        strcat(text, "新");
    find("", text, &article, &zones);
    assert_in_range(zones.list[0].text.len, 900, 1010);
    dvi_zone_list_finish(&zones);
}

static void keeps_articles_of_one_line(void **unused) {
    (void)unused;
    expect_tail("", "Читайте також: уряд збільшить видатки", "");
    expect_tail("Title", "Фото: пресслужба", "");
    expect_tail("", "\n\n Комментарии \n\n", "");
    expect_tail("", "https://example.org", "");
    /* Only furniture: better that than nothing. */
    expect_tail("", "Фото: пресслужба\nДжерело: пресслужба", "");
    expect_tail("Title", "Related Videos\nRelated", "Related Videos\nRelated");
}

static void reads_other_line_ends(void **unused) {
    (void)unused;
    expect_tail("", UK_1 "\r\nФото: Кіодо\r\n\r\n" UK_2, "Фото: Кіодо");
    expect_tail("", UK_1 "\rФото: Кіодо\r" UK_2, "Фото: Кіодо");
    expect_tail("",
                UK_1 "\n\xC2\xA0\xE2\x80\x8B"
                     "Фото: Кіодо \xEF\xBB\xBF\n" UK_2,
                "\xC2\xA0\xE2\x80\x8B"
                "Фото: Кіодо \xEF\xBB\xBF");
    expect_tail("", "", "");
    expect_tail("Title", "", "");
}

/* Each phrase of the table, alone on a line of an article. */
static void finds_every_phrase(void **unused) {
    (void)unused;
    const char *root = getenv("DVOINIK_ROOT");
    if (root == NULL) skip();
    char path[4096], row[1024], text[2048];
    snprintf(path, sizeof path, "%s/src/tables/boilerplate.tsv", root);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    size_t seen = 0;
    while (fgets(row, sizeof row, file) != NULL) {
        char *where = strchr(row, '\t');
        if (row[0] == '#' || strncmp(row, "lang\t", 5) == 0 || where == NULL) continue;
        char *phrase = strchr(where + 1, '\t') + 1;
        phrase[strcspn(phrase, "\n")] = '\0';
        if (strncmp(where + 1, "date", 4) == 0) continue;
        snprintf(text, sizeof text, UK_1 "\n" UK_2 "\n%s\n", phrase);
        expect_tail("", text, phrase);
        seen++;
    }
    fclose(file);
    assert_true(seen > 1500);
}

static uint32_t next_random(uint64_t *state) {
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*state >> 33);
}

static void covers_random_articles(void **unused) {
    (void)unused;
    static const char *const pieces[] = {"\n",
                                         "\n\n",
                                         " ",
                                         ". ",
                                         "\r\n",
                                         "...",
                                         "…",
                                         "\n…\n",
                                         UK_1,
                                         "Читайте також",
                                         "Читайте также:\n",
                                         "Фото: ",
                                         "\n#",
                                         "© ",
                                         "http://",
                                         "@",
                                         "МОСКВА, 18 ноя — ",
                                         "(AP) ",
                                         "/ТАСС/",
                                         "18 ",
                                         "ноября",
                                         "Комментарии\n",
                                         "新聞",
                                         "😀",
                                         "\xC2\xA0",
                                         "и\xCC\x86",
                                         "'",
                                         "*",
                                         ":",
                                         "-",
                                         "Related",
                                         "Title",
                                         "\t",
                                         "слово ",
                                         "\xE2\x80\x8B",
                                         TEASER_1,
                                         TEASER_2,
                                         "КИЇВ ",
                                         "/",
                                         "(",
                                         ")",
                                         ",",
                                         "12:30",
                                         "\xEF\xBB\xBF",
                                         "\xF0\x9F\x98\x80\n"};
    uint64_t state = 20240712;
    dvi_zone_list zones = {0};
    static char text[65536], title[1024];
    for (int round = 0; round < 20000; round++) {
        size_t n = next_random(&state) % 60;
        text[0] = title[0] = '\0';
        for (size_t i = 0; i < n; i++)
            strcat(text, pieces[next_random(&state) % (sizeof pieces / sizeof *pieces)]);
        for (size_t i = next_random(&state) % 3; i > 0; i--)
            strcat(title, pieces[next_random(&state) % 24]);
        dvk_article article;
        find(title, text, &article, &zones);
    }
    dvi_zone_list_finish(&zones);
}

static void fill(char *text, size_t size, const char *piece) {
    size_t n = strlen(piece);
    for (size_t at = 0; at + n < size; at += n)
        memcpy(text + at, piece, n + 1);
}

static void survives_hostile_articles(void **unused) {
    (void)unused;
    static const char *const pieces[] = {
        "\n",       "-",  " ",   "\n#",  ".\n",     "Читайте також\n", "Комментарии\n",  "(",
        "А",        "А.", "18 ", "a…\n", "'",       "\xE2\x80\x8B",    "\xE2\x80\x8B\n", TEASER_1,
        "МОСКВА (", "/",  "1\n", "*\n",  "Читайте "};
    enum { SIZE = 1 << 20 };
    char *text = malloc(SIZE);
    assert_non_null(text);
    dvi_zone_list zones = {0};
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        fill(text, SIZE, pieces[i]);
        dvk_article article;
        find("Title", text, &article, &zones);
        find(text, text, &article, &zones);
    }
    free(text);
    dvi_zone_list_finish(&zones);
}

static void reports_a_failed_allocation(void **unused) {
    (void)unused;
    static char text[4096];
    text[0] = '\0';
    for (int i = 0; i < 12; i++)
        strcat(text, UK_1 "\nФото: Кіодо\n");
    dvk_article article = {.title = span("Title"), .text = span(text)};
    for (size_t after = 0; after < 2; after++) {
        dvi_zone_list zones = {0};
        dvi_memory_fail(after, 0);
        dvk_status status = dvi_find_zones(NULL, &article, &zones);
        dvi_memory_fail(SIZE_MAX, 0);
        assert_int_equal(status, DVK_E_MEMORY);
        assert_int_equal(zones.n, 0);
        assert_int_equal(dvi_find_zones(NULL, &article, &zones), DVK_OK);
        assert_covers(&article, &zones);
        dvi_zone_list_finish(&zones);
        assert_null(zones.list);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cuts_lines_inside_the_text),
        cmocka_unit_test(cuts_credits_but_not_sentences),
        cmocka_unit_test(keeps_paragraphs_that_begin_like_furniture),
        cmocka_unit_test(cuts_addresses_dates_and_marks),
        cmocka_unit_test(cuts_the_end_of_the_page),
        cmocka_unit_test(cuts_lists_of_headlines),
        cmocka_unit_test(cuts_a_repeated_title),
        cmocka_unit_test(finds_datelines),
        cmocka_unit_test(keeps_sentences_like_datelines),
        cmocka_unit_test(cuts_notices_of_sites),
        cmocka_unit_test(cuts_datelines_from_the_lead),
        cmocka_unit_test(cuts_furniture_in_the_languages_of_the_east),
        cmocka_unit_test(cuts_teasers),
        cmocka_unit_test(limits_teasers),
        cmocka_unit_test(divides_lead_and_body),
        cmocka_unit_test(keeps_articles_of_one_line),
        cmocka_unit_test(reads_other_line_ends),
        cmocka_unit_test(finds_every_phrase),
        cmocka_unit_test(covers_random_articles),
        cmocka_unit_test(survives_hostile_articles),
        cmocka_unit_test(reports_a_failed_allocation),
    };
    return cmocka_run_group_tests_name("zones", tests, NULL, NULL);
}
