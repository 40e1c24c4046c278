"""Invented people for demonstrations, tests and the benchmark: East African names.

The names are common ones; who bears which is drawn at random, so nobody is meant.
"""

from random import Random
from typing import NamedTuple

WOMEN = "women"
MEN = "men"


class Group(NamedTuple):
    """Names of one group of languages: what women, men and families are called."""

    women: tuple[str, ...]
    men: tuple[str, ...]
    families: tuple[str, ...]
    share: int  # of a hundred people
    beginnings: tuple[str, ...] = ()  # with an ending they make the many names that few people bear
    endings: tuple[str, ...] = ()


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split())


KIKUYU = Group(
    _names(
        "Wanjiru Wanjiku Njeri Wambui Wairimu Nyambura Wangari Wangui Waithera Muthoni Wanjira"
        " Nyokabi Wacera Wangeci Mumbi Nduta Wamaitha Wamuyu Nyawira Gathoni Wangechi Njoki Waceke"
        " Wahu Wanja Karimi Kendi Makena Kananu Mwende Mueni Ndunge Syombua Mutheu Wavinya Ndinda"
        " Kalekye Mbithe Katunge Nthenya"
    ),
    _names(
        "Kamau Mwangi Njoroge Kariuki Maina Kimani Karanja Macharia Githinji Gitau Ngugi Waweru"
        " Muchiri Mbugua Thuku Kinyua Murimi Muriuki Mugo Gichuru Kiprono Mutua Musyoka Kioko"
        " Mutiso Nzioka Kilonzo Muthama Wambua Mwendwa Muli Nzuki Kyalo Makau"
    ),
    _names(
        "Kamau Mwangi Njoroge Kariuki Maina Kimani Karanja Macharia Githinji Gitau Ngugi Waweru"
        " Muchiri Mbugua Ndungu Kinyanjui Gachanja Wainaina Nganga Kuria Mburu Gathecha Ndegwa"
        " Wanyoike Mungai Irungu Gakuru Kabiru Mutua Musyoka Kioko Mutiso Nzioka Kilonzo Muthama"
        " Wambua Mwendwa Mulwa Munyao Kasyoka Mutunga Muthui Ngumbau Nyamai Kiilu"
    ),
    22,
    _names("Wa Nya Mu Ka Ki Gi Ga Ngu Ndu Mwa Wam Nju Kya Mbi"),
    _names(
        "thoni ruri koma chira thigo ria mbura ringi thuri karia tiso kungu geria kuru nyaga"
        " njagi lonza maitha tinda syoki"
    ),
)
LUHYA = Group(
    _names(
        "Nafula Nekesa Naliaka Nanjala Nasimiyu Khasoa Nabwire Namalwa Nelima Nangila Nakhumicha"
        " Sitawa Anyona Kageha Imali Khavere Muhonja Kadenyi Mmboga Ayuma Kerubo Moraa Kwamboka"
        " Bosibori Nyaboke Gesare Kemunto Mokeira Nyanchama Bochaberi"
    ),
    _names(
        "Wafula Barasa Simiyu Wanjala Juma Wekesa Makokha Masinde Khaemba Sifuna Mukhwana Lusweti"
        " Shikuku Amukoa Lumumba Mudavadi Ombati Nyakundi Momanyi Makori Onsongo Ogeto"
    ),
    _names(
        "Wafula Barasa Simiyu Wanjala Wekesa Makokha Masinde Khaemba Sifuna Wanyama Wamalwa"
        " Khalwale Shitanda Mudavadi Ingutia Luvembe Kisia Imbuga Asiligwa Amalemba Nyaribo"
        " Nyamweya Ongeri Obure Mogaka Nyangau Moseti Mokaya Ondieki Omwenga"
    ),
    14,
    _names("Na Wa Ma Ku Khi Lu Mu Si Nya Mo Om"),
    _names(
        "lwenge fwila kholi tubi sinde tekho kesi ndati limo sika bale yeko toyi londo buyu"
        " chenje riasi kundi gesa bwari"
    ),
)
COAST = Group(
    _names(
        "Mwanaisha Mwanajuma Mwanahamisi Riziki Mariamu Zainabu Rehema Saumu Furaha Bahati Neema"
        " Upendo Pendo Tatu Kadzo Dama Mbeyu Dzame Sidi Kache Mwaka Nuru Rukia Salama Zawadi"
        " Subira Amani Tumaini Imani Halima"
    ),
    _names(
        "Juma Hamisi Rashidi Bakari Salim Shabani Ramadhani Mwinyi Omari Ali Kombo Mbarak Charo"
        " Katana Kazungu Karisa Safari Baya Kahindi Ngala Chengo Mwakazi Mwamburi Mghanga"
    ),
    _names(
        "Juma Hamisi Rashidi Bakari Salim Shabani Ramadhani Mwinyi Omari Athumani Charo Katana"
        " Kazungu Karisa Safari Baya Kahindi Ngala Chengo Mwadime Mwamburi Mghanga Mwachofi Mwakio"
        " Mwangeka Kassim Masoud Said Mwalimu Mzungu"
    ),
    9,
    _names("Mwa Ka Ngu Dzi Mwana Cha Ki Mba"),
    _names("ndoro chiti zungu hindi ringe kuni siwa lezi foro benzi pala juma tawa kombo shela"),
)
UGANDA = Group(
    _names(
        "Nakato Babirye Namukasa Nalubega Nakimuli Namutebi Nabukenya Nansubuga Nankya Namuli"
        " Nambi Nakayiza Nakitende Kyomugisha Atuhaire Ainembabazi Tumwine Natukunda Kansiime"
        " Kobusingye Uwimana Mukamana Uwase Umutoni Ingabire Nyirahabimana Niyonsaba Iradukunda"
        " Nshimirimana"
    ),
    _names(
        "Kato Wasswa Mukasa Ssali Kiwanuka Lubega Mugisha Okello Ssekandi Lule Kaggwa Byaruhanga"
        " Tumusiime Ahimbisibwe Habimana Nkurunziza Ndayishimiye Niyonzima Bizimana Hakizimana"
    ),
    _names(
        "Mukasa Ssali Kiwanuka Lubega Mugisha Ssebunya Ssekandi Lule Kaggwa Byaruhanga Tumusiime"
        " Ahimbisibwe Muwanga Kizito Nsubuga Kasozi Habimana Nkurunziza Ndayishimiye Niyonzima"
        " Bizimana Hakizimana Nsengiyumva Ntakirutimana Mugabo"
    ),
    8,
    _names("Na Sse Ki Mu Ka Nsu Lu Bya Tu Ndi Niyo Haki"),
    _names(
        "lwanga buule wanuka yingi sasira gisha tebi kiza mwine hangwe rungi vuga bona zeyi kundi"
    ),
)
LUO = Group(
    _names(
        "Achieng Akinyi Atieno Adhiambo Anyango Awino Akoth Auma Apiyo Adongo Awuor Aoko Amondi"
        " Atoo Aluoch Ajwang Adoyo Apondi Nyaboro Aketch Lamunu Acan Aber Akello Apio Adong Anena"
        " Lanyero"
    ),
    _names(
        "Odhiambo Otieno Ochieng Omondi Onyango Owino Okoth Ouma Opiyo Odongo Owuor Ooko Juma"
        " Oduor Odera Oloo Ogola Okello Ojwang Opondo Okot Ocen Obua Olara"
    ),
    _names(
        "Odhiambo Otieno Ochieng Omondi Onyango Owino Okoth Ouma Opiyo Odongo Owuor Ogutu Oduor"
        " Odera Oloo Ogola Okello Ojwang Opondo Odinga Oginga Mboya Nyongo Ayieko Obiero Ogada"
        " Wasonga Owiti Okumu Aduda Okeyo Odoyo Ocholla Lakwena Opio Odoki"
    ),
    12,
    _names("A O Nya Oj A O"),
    _names(
        "gembo kumu tundo lweny gutu mbuya dera chola weru duol ndiek ywaya nditi bonyo dhier"
        " limo kinda thoo pany gwari"
    ),
)
KALENJIN = Group(
    _names(
        "Chepkosgei Jepkosgei Chepkoech Jepkoech Chebet Jebet Cherono Jerono Chepchirchir"
        " Jepchirchir Chelagat Jelagat Chepngeno Cherotich Jerotich Chemutai Jemutai Jeptoo"
        " Cheptoo Jepkemboi Chepkemoi Jepkemei Chesang Cherop Jerop Nasieku Naisiae Namunyak"
        " Nashipae Seleyian Resiato Simaloi Naserian Akiru Ekai Nakiru"
    ),
    _names(
        "Kipchoge Kipkemboi Kiprono Kiprotich Kipkoech Kibet Kiplagat Kipchumba Kiptoo Kiprop"
        " Cheruiyot Kimutai Kipruto Kipngetich Kosgei Koech Lekishon Saitoti Sankale Parsaloi"
        " Lemayian Nkaissery Ekal Lokidor Ekeno Lomuria"
    ),
    _names(
        "Kipchoge Kipkemboi Kiprono Kiprotich Kipkoech Kibet Kiplagat Kipchumba Kiptoo Kiprop"
        " Cheruiyot Rotich Rono Korir Kosgei Koech Langat Ruto Bett Keter Tanui Chepkwony Biwott"
        " Lagat Kemboi Sankale Saitoti Parsaloi Letoluo Lekuton Lesiit Ntimama Lokidor Ekai Ewoi"
        " Lomuria Nanok"
    ),
    12,
    _names("Chep Kip Jep Che Ki Lo Na Le Kap"),
    _names(
        "tum kirui lel ngetuny siror keno ngok rugut sang kwemoi tarus lagui mosong serem tai"
        " yator ruto mengich"
    ),
)
SOMALI = Group(
    _names(
        "Amina Fatuma Halima Khadija Asha Hodan Ifrah Sahra Maryan Hawa Fadumo Nasra Ubah Habiba"
        " Safiya Deqa Hibo Ayaan Sagal Idil Filsan Rahma Naima Zeinab Muna Saadia Farhiya Ruqiya"
        " Bishara Qali Tume Dida Kuresha Chaltu Bontu Hawi Lalise"
    ),
    _names(
        "Mohamed Abdi Ali Ahmed Hassan Hussein Omar Abdullahi Ibrahim Yusuf Abdirahman Ismail"
        " Osman Adan Farah Warsame Jama Nur Isse Mahad Abdikadir Abdinasir Mustafa Guled Liban"
        " Bashir Galgalo Guyo Boru Halake Wario Jarso Tesfa Gemechu"
    ),
    _names(
        "Mohamed Abdi Ali Ahmed Hassan Hussein Omar Abdullahi Ibrahim Yusuf Abdirahman Ismail"
        " Osman Adan Farah Warsame Jama Nur Isse Mohamud Barre Hersi Duale Shire Egal Samatar Gedi"
        " Hirsi Aden Galgalo Guyo Boru Halake Wario Jarso Godana Dulacha Bekele Tolosa Gemechu"
    ),
    13,
    _names("Abdi Abdul Nur Ma Sa Bi Da Far Gur Has"),
    _names(
        "weli fatah karim hakim rashid qani shakur malik nasir rizak salan kadir sadak lane"
        " diya hiyo"
    ),
)
AMHARIC = Group(
    _names(
        "Tigist Selamawit Hirut Almaz Mulu Meseret Tsehay Genet Bethlehem Hiwot Aster Yeshi"
        " Zewditu Birtukan Kidist Mahlet Rahel Eden Saba Letebrhan Abeba Semhar Luwam Feven Tirhas"
        " Birhan Mekdes Eyerusalem"
    ),
    _names(
        "Tesfaye Bekele Abebe Kebede Girma Haile Tadesse Alemayehu Mekonnen Yohannes Gebre Dawit"
        " Solomon Getachew Mulugeta Tewodros Kidane Berhane Negash Hagos Tekle Isaias Habtom"
        " Filmon Yonas Biniam Amanuel"
    ),
    _names(
        "Tesfaye Bekele Abebe Kebede Girma Haile Tadesse Alemayehu Mekonnen Yohannes Gebremariam"
        " Desta Worku Assefa Wolde Tessema Demissie Zewde Lemma Gebreselassie Hailemariam"
        " Woldemichael Tekleab Habtemariam Ghebremeskel Kidane Berhane Negash Hagos Weldu"
    ),
    10,
    _names("Gebre Haile Wolde Tekle Habte Fikre Be Te Mu Ze A"),
    _names(
        "giorgis yesus michael meskel tsadik hiwot amlak birhan selassie luel negus wahid"
        " kele shome dane lemu"
    ),
)
GROUPS = {
    "kikuyu": KIKUYU,
    "luhya": LUHYA,
    "coast": COAST,
    "uganda": UGANDA,
    "luo": LUO,
    "kalenjin": KALENJIN,
    "somali": SOMALI,
    "amharic": AMHARIC,
}
WITHOUT_CHRISTIAN_NAMES = {"somali", "amharic"}
CHRISTIAN = Group(
    _names(
        "Mary Grace Faith Mercy Esther Jane Ann Lucy Margaret Elizabeth Catherine Rose Joyce"
        " Beatrice Caroline Susan Alice Agnes Sarah Ruth Rachel Eunice Lydia Purity Winnie Brenda"
        " Christine Dorcas Evelyn Gladys Hellen Irene Janet Judith Lilian Linet Monica Naomi Nancy"
        " Pauline Phoebe Priscilla Rebecca Sharon Sheila Stella Tabitha Teresa Veronica Violet"
        " Josephine Jacinta Florence Damaris Edith Emily Everlyne Rosemary Scholastica Salome"
    ),
    _names(
        "John Peter James Joseph David Daniel Samuel Paul Stephen George Michael Charles Francis"
        " Simon Joshua Moses Isaac Patrick Philip Robert Thomas William Anthony Benjamin Brian"
        " Dennis Edwin Emmanuel Eric Evans Felix Fredrick Geoffrey Gideon Henry Jackson Kelvin"
        " Kennedy Kevin Mark Martin Nicholas Richard Simeon Timothy Titus Victor Vincent Wycliffe"
        " Zachary"
    ),
    (),
    0,
)


class SampleName(NamedTuple):
    """One invented person's full name, with the group it was drawn from."""

    full_name: str
    group: str
    sex: str


def sample_name(random: Random) -> SampleName:
    """One name in the proportions of the region: some names are far more common than others."""
    group_name = random.choices(list(GROUPS), [group.share for group in GROUPS.values()])[0]
    group, sex = GROUPS[group_name], random.choices((WOMEN, MEN), (7, 3))[0]
    own = group.women if sex == WOMEN else group.men
    words = [
        _composed(random, group) if random.random() < 0.2 else _drawn(random, own),
        _composed(random, group) if random.random() < 0.4 else _drawn(random, group.families),
    ]
    if group_name in WITHOUT_CHRISTIAN_NAMES or group_name == "coast":
        if random.random() < 0.85:
            words.append(_drawn(random, group.families))
    elif random.random() < 0.85:
        words.insert(0, _drawn(random, CHRISTIAN.women if sex == WOMEN else CHRISTIAN.men))
    if group_name == "kikuyu" and random.random() < 0.05:
        words.insert(-1, "wa")
    return SampleName(" ".join(words), group_name, sex)


# How one clerk writes what another wrote otherwise; each is tried where its letters stand.
RESPELLINGS = (
    ("l", "r"), ("r", "l"), ("dh", "d"), ("th", "t"), ("ch", "c"), ("kh", "h"), ("ss", "s"),
    ("b", "p"), ("g", "k"), ("z", "s"), ("y", "i"), ("u", "o"), ("o", "u"), ("a", "aa"),
    ("e", "i"), ("w", "u"), ("ph", "f"), ("n", "nn"), ("m", "mm"),
)  # fmt: skip


def respelt(random: Random, name: str, share: float = 0.1) -> str:
    """The name with some of its words (``share`` of them) written another way."""
    return " ".join(
        _respelt_word(random, word) if random.random() < share else word for word in name.split()
    )


def _respelt_word(random: Random, word: str) -> str:
    """One change behind the first letter, if any fits."""
    fitting = [change for change in RESPELLINGS if change[0] in word[1:]]
    if not fitting:
        return word
    written, otherwise = random.choice(fitting)
    return word[0] + word[1:].replace(written, otherwise, 1)


def sample_phone(random: Random) -> str:
    """A mobile number as people write it, in ranges that are well formed."""
    subscriber = f"{random.randrange(10**6):06d}"
    start = f"7{random.randrange(100):02d}" if random.random() < 0.9 else f"11{random.randrange(6)}"
    style = random.randrange(3)
    if style == 0:
        return f"0{start}{subscriber}"
    if style == 1:
        return f"+254 {start} {subscriber}"
    return f"0{start} {subscriber[:3]} {subscriber[3:]}"


def _composed(random: Random, group: Group) -> str:
    """One of the many rarer names, put together as the group's languages do it."""
    return random.choice(group.beginnings) + random.choice(group.endings)


def _drawn(random: Random, names: tuple[str, ...]) -> str:
    """A name of the list; the first ones are drawn about four times as often as the last."""
    place = int(len(names) * random.random() ** 1.4)
    return names[place]
