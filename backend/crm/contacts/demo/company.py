"""What the demo's companies are, what its people do there, are tagged with, and have written about them."""

# ruff: noqa: E501 - lists of names, a line a list

PLACES = (
    "Harbour", "Northwind", "Copperfield", "Silverlake", "Juniper", "Old Mill", "Lighthouse", "Meridian", "Redwood",
    "Bluebird", "Granite", "Willow", "Summit", "Amber", "Foxglove", "Tidewater", "Larkspur", "Ironbridge",
)  # fmt: skip
INDUSTRIES = {
    "Logistics": "Transport", "Dental Care": "Health", "Architects": "Construction", "Bakery": "Food", "Software": "Software",
    "Solar": "Energy", "Print House": "Printing", "Property": "Real estate", "Physiotherapy": "Health", "Coffee Roasters": "Food",
}  # fmt: skip
TRADES = tuple(INDUSTRIES)
# Name, domain, industry, where numbers are dialled from, address.
ELSEWHERE = (
    ("Bäckerei Großmann", "baeckerei-grossmann.example", "Food", "DE", "Lindenstraße 14\n20099 Hamburg\nDeutschland"),
    ("Köhler & Söhne GmbH", "koehler-soehne.example", "Construction", "DE", "Am Güterbahnhof 3\n70191 Stuttgart\nDeutschland"),
    ("Café de l’Étoile", "cafe-etoile.example", "Food", "FR", "8 rue de l’Étoile\n75017 Paris\nFrance"),
    ("Société Générique", "generique.example", "Consulting", "FR", "21 cours Lafayette\n69003 Lyon\nFrance"),
    ("Peña e Hijos", "pena-hijos.example", "Food", "ES", "Calle del Olmo 7\n28012 Madrid\nEspaña"),
    ("Construções Araújo", "construcoes-araujo.example", "Construction", "BR", "Rua das Palmeiras 210\n01226-010 São Paulo\nBrasil"),
    ("Piekarnia Żółć", "piekarnia-zolc.example", "Food", "PL", "ul. Długa 12\n31-147 Kraków\nPolska"),
    ("Ødegård Fisk AS", "odegard-fisk.example", "Food", "NO", "Bryggen 5\n5003 Bergen\nNorge"),
    ("Phở Nguyễn", "pho-nguyen.example", "Food", "VN", "36 Hàng Bông\nHà Nội\nViệt Nam"),
    ("Öztürk Tekstil", "ozturk-tekstil.example", "Textiles", "TR", "Çırpıcı Yolu 9\n34010 İstanbul\nTürkiye"),
    ("Видавництво «Ранок»", "xn--80ak0agk.example", "Publishing", "UA", "вул. Сумська 40\n61002 Харків\nУкраїна"),
    ("Пекарня Гончар", "pekarnia-honchar.example", "Food", "UA", "вул. Городоцька 115\n79018 Львів\nУкраїна"),
    ("Иванов и синове", "ivanov-sinove.example", "Transport", "BG", "ул. Шипка 21\n1504 София\nБългария"),
    ("Αφοί Παππά ΟΕ", "afoi-pappa.example", "Construction", "GR", "Ερμού 56\n105 63 Αθήνα\nΕλλάδα"),
    ("مكتبة النور", "alnour-books.example", "Publishing", "EG", "١٢ شارع النيل\nالقاهرة\nمصر"),
    ("מאפיית לוי", "levi-bakery.example", "Food", "IL", "הרצל 18\nתל אביב\nישראל"),
    ("शर्मा एंड संस", "sharma-sons.example", "Textiles", "IN", "42 महात्मा गांधी मार्ग\nमुंबई 400001\nभारत"),
    ("北京出版社", "beijing-press.example", "Publishing", "CN", "北三环中路6号\n100120 北京\n中国"),
    ("株式会社さくら", "sakura.example", "Software", "JP", "〒100-0005\n東京都千代田区丸の内1-9-2\n日本"),
    ("남궁건설", "namgung.example", "Construction", "KR", "테헤란로 152\n06236 서울\n대한민국"),
)  # fmt: skip
CITIES = (
    "Portland, ME 04101", "Providence, RI 02903", "Duluth, MN 55802", "Savannah, GA 31401", "Boise, ID 83702",
    "Tacoma, WA 98402",
)  # fmt: skip
COMPANIES = tuple(f"{place} {trade}" for place in PLACES for trade in TRADES) + tuple(row[0] for row in ELSEWHERE)

ROLES = (
    "Managing director", "Head of purchasing", "Bookkeeper", "Office manager", "Sales", "Assistant", "Founder", "Engineer",
    "Reception", "Head of marketing",
)  # fmt: skip

TAGS = (
    "Customer", "Prospect", "VIP", "Newsletter", "Supplier", "Partner", "Follow up", "Trade fair", "Referral", "Press",
    "Wholesale", "Past customer",
)  # fmt: skip

NOTES = (
    "Met at the spring trade fair; wants a quote for the second half of the year.",
    "Prefers to be called in the morning, before ten.",
    "Referred by a neighbour. Very happy with the first order.",
    "Asked twice about delivery times.\nSend the new list of prices first.",
    "Speaks German and a little English.",
    "On parental leave until spring; write to the office meanwhile.",
    "Wants everything by email, never by phone.",
    "Bought once, three years ago. Might come back when the shop is renovated.",
    "Has a dog called Biscuit. Remember to ask.",
    "Decides together with her brother.",
    "Invoice goes to the head office, goods go to the branch.",
    "Vegetarian (for the summer party).",
)

EDITED_NOTES = (
    "Called back: interested, but not before the new year.",
    "Sent the offer, waiting for an answer.",
    "Has changed jobs; the old number still works.",
    "Visited the shop and liked it.",
)
