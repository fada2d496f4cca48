"""What content farms do to texts: traditional characters, GBK bytes, and a replacement of bytes, not characters.

Each listed character is replaced by itself and its reading in brackets. Because bytes are replaced, the last byte of one
character and the first byte of the next may be taken for a listed character; the bracket then falls into the middle of a
character and shifts all decoding up to the next ASCII byte.
"""

READINGS = """
內nèi 縣xiàn 總zǒng 結jié 領lǐng 導dǎo 緊jǐn 圍wéi 繞rào 確què 標biāo 務wù 實shí 進jìn 現xiàn 開kāi 況kuàng 業yè 壯zhuàng 創chuàng 隊duì
備bèi 單dān 對duì 條tiáo 輔fǔ 報bào 動dòng 場chǎng 發fā 幫bāng 費fèi 歸guī 計jì 辦bàn 獎jiǎng 補bǔ 資zī 為wéi 設shè 礎chǔ 產chǎn 與yǔ 內nèi
兩liǎng 簽qiān 訂dìng 議yì 聯lián 級jí 項xiàng 數shù 達dá 園yuán 轉zhuǎn 術shù 難nán 題tí 專zhuān 診zhěn 斷duàn 額é 長zhǎng 利lì 鄉xiāng
興xīng 員yuán 組zǔ 鎮zhèn 務wù 廣guǎng 側cè 個gè 決jué 問wèn 強qiáng 滿mǎn 沒méi 門mén 營yíng 職zhí 稱chēng 這zhè 較jiào 級jí 規guī 劃huà
繼jì 續xù 務wù 爭zhēng 認rèn 給jǐ 資zī 機jī 構gòu 協xié 貸dài 險xiǎn 償cháng 緩huǎn 審shěn 時shí 間jiān 語yǔ 熱rè 簽qiān 聯lián 關guān 於yú
""".split()


def _table():
    seen = {}
    for entry in READINGS:
        seen.setdefault(entry[0], entry[1:])
    return seen


def annotate(text):
    """The text after the replacement, decoded as browsers of the time did: a pair that is no character becomes `?`."""
    data = text.encode("gbk")
    for character, reading in _table().items():
        code = character.encode("gbk")
        data = data.replace(code, code + f"({reading})".encode("gbk"))
    out = []
    at = 0
    while at < len(data):
        if data[at] < 0x80:
            out.append(chr(data[at]))
            at += 1
            continue
        try:
            out.append(data[at:at + 2].decode("gbk"))
        except UnicodeDecodeError:
            out.append("?")
        at += 2
    return "".join(out)
