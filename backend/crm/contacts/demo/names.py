"""Names as they are written where people live, with the Latin spelling that their addresses have."""

# ruff: noqa: E501 - lists of names, a line a list

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Culture:
    """Given and family names, the end of addresses, and the country that numbers are dialled in."""

    region: str
    domain: str
    given: tuple[tuple[str, str], ...]
    family: tuple[tuple[str, str], ...]


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    pairs = []
    for word in text.split():
        name, _, latin = word.partition("/")
        pairs.append((name.replace("_", " "), latin))
    return tuple(pairs)


def _culture(region: str, domain: str, given: str, family: str) -> Culture:
    return Culture(region=region, domain=domain, given=_pairs(given), family=_pairs(family))


CULTURES: tuple[tuple[int, Culture], ...] = (
    (16, _culture("US", "example.com",
        "Grace/grace James/james Olivia/olivia Ethan/ethan Maya/maya Noah/noah Ruth/ruth Caleb/caleb Hazel/hazel "
        "Owen/owen Nora/nora Wyatt/wyatt Ivy/ivy Marcus/marcus Tessa/tessa Jamal/jamal",
        "Hopper/hopper Whitfield/whitfield Okafor/okafor Brennan/brennan Castillo/castillo O’Brien/obrien Lindqvist/lindqvist "
        "Harlow/harlow McKenna/mckenna Washington/washington Delgado/delgado Pruitt/pruitt Sorensen/sorensen Abbott/abbott")),
    (8, _culture("GB", "example.co.uk",
        "Imogen/imogen Alfie/alfie Siân/sian Rhys/rhys Aoife/aoife Callum/callum Freya/freya Harriet/harriet Euan/euan "
        "Niamh/niamh Toby/toby Saoirse/saoirse",
        "Ashworth/ashworth Pemberton/pemberton Llewellyn/llewellyn MacLeod/macleod Featherstone/featherstone Ó_Súilleabháin/osullivan "
        "Hargreaves/hargreaves Thistlewood/thistlewood Patel/patel Blackwood/blackwood")),
    (9, _culture("DE", "example.de",
        "Jürgen/juergen Änne/aenne Matthias/matthias Käthe/kaethe Jörg/joerg Svenja/svenja Björn/bjoern Friederike/friederike "
        "Günther/guenther Mareike/mareike Özlem/oezlem Lukas/lukas",
        "Müller/mueller Weiß/weiss Schröder/schroeder Krüger/krueger Großmann/grossmann Bäcker/baecker Köhler/koehler "
        "Vogt/vogt Jäger/jaeger Yıldız/yildiz Fuchs/fuchs von_der_Heide/heide")),
    (7, _culture("FR", "example.fr",
        "Chloé/chloe François/francois Zoë/zoe Étienne/etienne Maëlle/maelle Benoît/benoit Hélène/helene Loïc/loic "
        "Anaïs/anais Jérôme/jerome",
        "Lefèvre/lefevre Dubois/dubois Béranger/beranger Château/chateau Noël/noel L’Hôpital/lhopital Garçon/garcon "
        "Desprès/despres Fournier/fournier")),
    (7, _culture("ES", "example.es",
        "José/jose María/maria Íñigo/inigo Begoña/begona Ángel/angel Núria/nuria Julián/julian Lucía/lucia Jesús/jesus Inés/ines",
        "García_Núñez/garcia Muñoz/munoz Peña/pena Ibáñez/ibanez Rodríguez/rodriguez Güell/guell Domínguez/dominguez "
        "Zúñiga/zuniga Ortega/ortega")),
    (5, _culture("BR", "example.com.br",
        "João/joao Conceição/conceicao Luís/luis Antônia/antonia Thiago/thiago Débora/debora Tomé/tome Flávia/flavia",
        "Gonçalves/goncalves Araújo/araujo Magalhães/magalhaes Simões/simoes Corrêa/correa Brandão/brandao Lourenço/lourenco")),
    (5, _culture("PL", "example.pl",
        "Łukasz/lukasz Małgorzata/malgorzata Paweł/pawel Żaneta/zaneta Michał/michal Bożena/bozena Wojciech/wojciech Agnieszka/agnieszka",
        "Żółć/zolc Wiśniewska/wisniewska Kowalczyk/kowalczyk Dąbrowski/dabrowski Szymańska/szymanska Jabłoński/jablonski "
        "Woźniak/wozniak")),
    (4, _culture("NO", "example.no",
        "Øyvind/oyvind Åse/aase Søren/soren Sigrún/sigrun Bjørk/bjork Håkon/hakon Þóra/thora Torbjørn/torbjorn",
        "Ødegård/odegard Sæther/saether Bjørnstad/bjornstad Åkesson/akesson Guðmundsdóttir/gudmundsdottir Lønning/lonning")),
    (4, _culture("VN", "example.vn",
        "Thảo/thao Dũng/dung Hương/huong Quân/quan Ngọc/ngoc Phương/phuong Tuấn/tuan",
        "Nguyễn/nguyen Trần/tran Phạm/pham Đặng/dang Võ/vo Hoàng/hoang Bùi/bui")),
    (4, _culture("TR", "example.com.tr",
        "Çağla/cagla Şükrü/sukru İpek/ipek Gökhan/gokhan Işıl/isil Barış/baris",
        "Yılmaz/yilmaz Öztürk/ozturk Şahin/sahin Çelik/celik Doğan/dogan Kılıç/kilic")),
    (6, _culture("UA", "example.com.ua",
        "Олена/olena Тарас/taras Ірина/iryna Андрій/andriy Соломія/solomiya Ярослав/yaroslav Любов/lyubov Їжак/yizhak",
        "Шевченко/shevchenko Коваленко/kovalenko Бондаренко/bondarenko Мельник/melnyk Лисенко/lysenko Гончар/honchar")),
    (4, _culture("BG", "example.bg",
        "Иван/ivan Цветелина/tsvetelina Георги/georgi Жана/zhana Стоян/stoyan Юлия/yuliya",
        "Иванов/ivanov Димитрова/dimitrova Щерев/shterev Николов/nikolov Янкова/yankova")),
    (4, _culture("GR", "example.gr",
        "Ελένη/eleni Γιώργος/giorgos Ξένια/xenia Νίκος/nikos Θάλεια/thaleia Αλέξης/alexis",
        "Παππά/pappa Οικονόμου/oikonomou Γεωργίου/georgiou Θεοδωράκη/theodoraki Καραγιάννης/karagiannis")),
    (4, _culture("EG", "example.eg",
        "محمد/mohamed فاطمة/fatma يوسف/youssef ليلى/layla خالد/khaled نور/nour",
        "عبد_الرحمن/abdelrahman حداد/haddad السيد/elsayed منصور/mansour الشريف/elsherif")),
    (3, _culture("IL", "example.co.il",
        "אברהם/avraham נועה/noa דוד/david תמר/tamar יעל/yael איתן/eitan",
        "כהן/cohen לוי/levi מזרחי/mizrahi פרידמן/friedman בן־דוד/bendavid")),
    (4, _culture("IN", "example.in",
        "राजेश/rajesh प्रिया/priya अनिल/anil सुनीता/sunita विकास/vikas काव्या/kavya",
        "शर्मा/sharma पटेल/patel गुप्ता/gupta सिंह/singh चौधरी/chaudhary")),
    (5, _culture("CN", "example.cn",
        "小明/xiaoming 丽华/lihua 伟/wei 雪梅/xuemei 志强/zhiqiang 婷/ting 子涵/zihan",
        "王/wang 李/li 张/zhang 欧阳/ouyang 陈/chen 赵/zhao")),
    (4, _culture("JP", "example.co.jp",
        "太郎/taro さくら/sakura 健一/kenichi 美咲/misaki ゆうと/yuto アンナ/anna",
        "佐藤/sato 鈴木/suzuki 高橋/takahashi 渡辺/watanabe 小林/kobayashi 山本/yamamoto")),
    (4, _culture("KR", "example.kr",
        "민준/minjun 서연/seoyeon 지훈/jihoon 하은/haeun 도윤/doyun 수아/sua",
        "김/kim 이/lee 박/park 최/choi 정/jung 남궁/namgung")),
    (2, _culture("TH", "example.co.th",
        "สมชาย/somchai มาลี/malee อรุณ/arun กานต์/karn",
        "ใจดี/jaidee ศรีสุข/srisuk วงศ์ไทย/wongthai")),
    (2, _culture("GE", "example.ge",
        "ნინო/nino გიორგი/giorgi თამარ/tamar ლევან/levan",
        "ბერიძე/beridze კაპანაძე/kapanadze ლომიძე/lomidze")),
    (2, _culture("AM", "example.am",
        "Արմեն/armen Անի/ani Տիգրան/tigran Նարե/nare",
        "Հակոբյան/hakobyan Պետրոսյան/petrosyan Սարգսյան/sargsyan")),
)  # fmt: skip
