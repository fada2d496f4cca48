//! Figures as the offices of a county write of them, one text for each kind of paper, with the indicators that a reader
//! takes from it.

use lantai_model::{Block, Cues, Flow, Indicator, Item, Paragraph, Span};

use indicated::shown;

mod indicated;

fn read(text: &str) -> Vec<Indicator> {
    let lines = text.trim().lines().map(str::trim).filter(|line| !line.is_empty());
    let item = |(at, line): (usize, &str)| {
        let block = Block::Paragraph(Paragraph::plain(line));
        Item { block, cues: Cues::default(), at: Span::text(at * 1000, at * 1000 + line.len()) }
    };
    let items = lines.enumerate().map(item).collect();
    let (mut document, _) = lantai_structure::structure(Flow { items, ..Flow::default() });
    lantai_structure::records(&mut document);
    document.indicators
}

#[track_caller]
fn check(text: &str, expected: &str) {
    let found: Vec<String> = read(text).iter().map(shown).collect();
    let expected: Vec<&str> = expected.trim().lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    assert_eq!(found, expected);
}

/// 预算执行情况报告
#[test]
fn budget() {
    check(
        "关于青溪县2023年财政预算执行情况的报告
         2023年，全县一般公共预算收入完成18.6亿元，为预算的101.2%，同比增长6.4%。其中：税收收入12.3亿元，增长5.1%，\
         税收占比66.1%；非税收入6.3亿元，增长9.2%。
         一般公共预算支出42.5亿元，下降1.8%，民生支出占一般公共预算支出的比重达82.3%。
         全县政府性基金预算收入完成7.85亿元，超收0.35亿元。年末地方政府债务余额56.2亿元，控制在限额58亿元以内。",
        "全县一般公共预算收入 = 1860000000 元, increase 同比 6.4 %; 2023年 actual
         税收收入 = 1230000000 元, increase  5.1 %;  share
         税收占比 = 66.1 %;  actual
         非税收入 = 630000000 元, increase  9.2 %;  actual
         一般公共预算支出 = 4250000000 元, decrease  1.8 %;  actual
         民生支出占一般公共预算支出的比重 = 82.3 % reaches;  actual
         全县政府性基金预算收入 = 785000000 元;  actual
         地方政府债务余额 = 5620000000 元; 年末 actual",
    );
}

/// 统计公报
#[test]
fn bulletin() {
    check(
        "青溪县2023年国民经济和社会发展统计公报
         全年全县实现地区生产总值285.6亿元，按不变价格计算，比上年增长5.8%。三次产业结构比为12.1:41.5:46.4。\
         人均地区生产总值68432元，比上年增长6.1%。
         年末生猪存栏32.5万头，增长2.1%；出栏45.1万头，肉类总产量5.6万吨，增长3.2%。
         全年粮食总产量预计为32.8万吨，比上年增产0.4万吨。全年居民消费价格比上年上涨0.3%，其中食品烟酒类下降0.9%。",
        "地区生产总值 = 28560000000 元, increase 比上年 5.8 %; 全年 actual
         人均地区生产总值 = 68432 元, increase 比上年 6.1 %;  actual
         生猪存栏 = 325000 头, increase  2.1 %; 年末 actual
         出栏 = 451000 头;  actual
         肉类总产量 = 56000 吨, increase  3.2 %;  actual
         粮食总产量 = 328000 吨, increase 比上年 4000 吨; 全年 actual
         居民消费价格, increase 比上年 0.3 %; 全年 actual
         食品烟酒类, decrease  0.9 %; 全年 actual",
    );
}

/// 规划目标
#[test]
fn plan() {
    check(
        "云河市国民经济和社会发展第十四个五年规划
         二、主要目标
         到2025年，地区生产总值年均增长7%左右，经济总量突破1000亿元；规上工业企业数量翻一番，数字经济核心产业增加值实现翻番，\
         工业投资、技改投资均增长10%以上；常住人口城镇化率提高到65%，单位地区生产总值能耗累计下降13.5%。",
        "地区生产总值, increase 年均 7 % about; 2025年 target
         经济总量 = 100000000000 元 over; 2025年 target
         规上工业企业数量, increase  1 倍; 2025年 target
         数字经济核心产业增加值, increase  1 倍; 2025年 target
         工业投资, increase  10 % at_least; 2025年 target
         技改投资, increase  10 % at_least; 2025年 target
         常住人口城镇化率 = 65 % reaches; 2025年 target
         单位地区生产总值能耗, decrease 累计 13.5 %; 2025年 target",
    );
}

/// 生态环境
#[test]
fn environment() {
    check(
        "青溪县2023年生态环境保护工作总结
         2023年，全县PM2.5平均浓度为32微克/立方米，同比下降8.6%；空气质量优良天数比例达到88.5%，同比提高2.3个百分点。\
         3个国控断面水质达标率100%，劣V类水体全面消除。全年累计检查企业562家次，立案查处环境违法案件23起，罚款186.5万元。\
         拆改6台10蒸吨以下燃煤锅炉。",
        "全县PM2.5平均浓度 = 32 微克/立方米, decrease 同比 8.6 %; 2023年 actual
         空气质量优良天数比例 = 88.5 % reaches, increase 同比 2.3 百分点; 2023年 actual
         国控断面水质达标率 = 100 %;  actual
         检查企业 = 562 家次; 全年 actual
         立案查处环境违法案件 = 23 起; 全年 actual
         拆改10蒸吨以下燃煤锅炉 = 6 台;  actual",
    );
}

/// 教育
#[test]
fn education() {
    check(
        "临江区教育局2023年工作总结
         全区现有各级各类学校126所，在校学生8.35万人，专任教师6214人。学前三年毛入园率96.2%，义务教育巩固率达99.1%，\
         高中阶段毛入学率、高考本科上线率分别为94.5%、61.3%，较去年提高1.2个、0.8个百分点。\
         新（改、扩）建幼儿园5所，新增学位1800个；招聘教师215名，其中硕士研究生46名。",
        "各级各类学校 = 126 所;  actual
         在校学生 = 83500 人;  actual
         专任教师 = 6214 人;  actual
         学前三年毛入园率 = 96.2 %;  actual
         义务教育巩固率 = 99.1 % reaches;  actual
         高中阶段毛入学率 = 94.5 %, increase 较去年 1.2 百分点;  actual
         高考本科上线率 = 61.3 %, increase 较去年 0.8 百分点;  actual
         新（改、扩）建幼儿园 = 5 所;  actual
         新增学位 = 1800 个;  actual
         招聘教师 = 215 名;  actual
         硕士研究生 = 46 名;  share",
    );
}

/// 卫生健康
#[test]
fn health() {
    check(
        "青溪县卫生健康事业发展情况
         截至2023年底，全县每千人口床位数达6.8张、每千人口执业（助理）医师2.9人、每千人口注册护士3.4人，人均预期寿命78.6岁。\
         婴儿死亡率、5岁以下儿童死亡率分别降至2.8‰、4.1‰。家庭医生重点人群签约率75.3%，县域内住院率稳定在90%以上。",
        "全县每千人口床位数 = 6.8 张 reaches; 2023年底 actual
         每千人口执业（助理）医师 = 2.9 人; 2023年底 actual
         每千人口注册护士 = 3.4 人; 2023年底 actual
         人均预期寿命 = 78.6 岁; 2023年底 actual
         婴儿死亡率 = 2.8 ‰ reaches;  
         5岁以下儿童死亡率 = 4.1 ‰ reaches;
         家庭医生重点人群签约率 = 75.3 %;
         县域内住院率 = 90 % at_least;",
    );
}

/// 交通
#[test]
fn transport() {
    check(
        "青溪县交通运输局2023年工作总结
         全县公路通车总里程达3256公里，其中高速公路86公里、国省干线312公里、农村公路2858公里。\
         全年完成交通固定资产投资15.6亿元，为年度目标的112%。新改建农村公路120公里，改造危桥18座，新增公交线路5条、新能源公交车40辆。\
         完成客运量562万人次、货运量1280万吨，同比分别增长12%、6.5%。",
        "全县公路通车总里程 = 3256 公里 reaches;  actual
         高速公路 = 86 公里;  share
         国省干线 = 312 公里;  share
         农村公路 = 2858 公里;  share
         交通固定资产投资 = 1560000000 元; 全年 actual
         新改建农村公路 = 120 公里;  actual
         改造危桥 = 18 座;  actual
         新增公交线路 = 5 条;  actual
         新能源公交车 = 40 辆;  actual
         客运量 = 5620000 人次, increase 同比 12 %;  actual
         货运量 = 12800000 吨, increase 同比 6.5 %;  actual",
    );
}

/// 农业农村
#[test]
fn farming() {
    check(
        "青溪县农业农村局2023年工作总结
         全县粮食播种面积45.2万亩，总产22.8万吨，平均亩产504公斤，较上年亩均增产12公斤。\
         建成高标准农田3.5万亩，主要农作物耕种收综合机械化率达86.5%。培育省级以上龙头企业3家、家庭农场52家；\
         农村居民人均可支配收入23516元，增长8.2%，村级集体经济经营性收入20万元以上的村占比达78%。",
        "全县粮食播种面积 = 452000 亩;  actual
         总产 = 228000 吨;  actual
         平均亩产 = 504 公斤, increase 较上年亩均 12 公斤;  actual
         建成高标准农田 = 35000 亩;  actual
         主要农作物耕种收综合机械化率 = 86.5 % reaches;  actual
         培育省级以上龙头企业 = 3 家;  actual
         家庭农场 = 52 家;  actual
         农村居民人均可支配收入 = 23516 元, increase  8.2 %;  actual
         村级集体经济经营性收入20万元以上的村占比 = 78 % reaches;  actual",
    );
}

/// 人力资源社会保障
#[test]
fn work() {
    check(
        "临江区人社局2024年上半年工作总结
         1—6月，全区城镇新增就业4562人，完成年度任务的65.2%；失业人员再就业1203人、就业困难人员就业356人，\
         完成率分别为60.2%、71.2%。城镇登记失业率2.6%，控制在3.5%以内。发放创业担保贷款5600万元，直接扶持280人创业，带动就业960人。\
         为1256名农民工追回工资1860万元。",
        "全区城镇新增就业 = 4562 人; 1—6月 actual
         失业人员再就业 = 1203 人; 1—6月 actual
         就业困难人员就业 = 356 人; 1—6月 actual
         城镇登记失业率 = 2.6 %;  actual
         发放创业担保贷款 = 56000000 元;  actual
         直接扶持创业 = 280 人;  actual
         带动就业 = 960 人;  actual
         为农民工追回工资 = 1256 名;  actual
         农民工追回工资 = 18600000 元;  actual",
    );
}

/// 招商引资
#[test]
fn investment() {
    check(
        "青溪县2023年招商引资工作情况汇报
         今年以来，全县新签约项目68个，协议引资156亿元，其中亿元以上项目32个、10亿元以上项目4个；到位省外资金82.3亿元，完成年度任务的91.4%。\
         实际利用外资2650万美元，同比增长15.3%。开发区完成工业总产值210亿元，增长11.2%。新开工项目45个，开工率66.2%。",
        "全县新签约项目 = 68 个; 今年以来 actual
         协议引资 = 15600000000 元; 今年以来 actual
         亿元以上项目 = 32 个; 今年以来 share
         10亿元以上项目 = 4 个; 今年以来 share
         到位省外资金 = 8230000000 元; 今年以来 actual
         实际利用外资 = 26500000 美元, increase 同比 15.3 %;  actual
         开发区工业总产值 = 21000000000 元, increase  11.2 %;  actual
         新开工项目 = 45 个;  actual
         开工率 = 66.2 %;  actual",
    );
}

/// 金融
#[test]
fn finance() {
    check(
        "云河市2023年金融运行情况
         12月末，全市本外币各项存款余额2356.8亿元，较年初增加215.6亿元，同比增长10.1%；各项贷款余额1987.2亿元，较年初增加186.4亿元，\
         同比增长10.4%。存贷比84.3%，不良贷款率1.12%，较年初下降0.08个百分点。制造业贷款、普惠小微贷款余额分别为312亿元、268亿元，\
         占比15.7%、13.5%。",
        "全市本外币各项存款余额 = 235680000000 元, increase 较年初 21560000000 元; 12月末
         各项贷款余额 = 198720000000 元, increase 较年初 18640000000 元; 12月末 actual
         存贷比 = 84.3 %;
         不良贷款率 = 1.12 %, decrease 较年初 0.08 百分点;
         制造业贷款余额 = 31200000000 元;
         普惠小微贷款余额 = 26800000000 元;
         制造业贷款余额 = 15.7 %;  share
         普惠小微贷款余额 = 13.5 %;  share",
    );
}

/// 公安
#[test]
fn police() {
    check(
        "临江区公安分局2023年工作总结
         全区刑事发案1256起，同比下降18.3%，其中八类严重暴力案件12起，下降25%；电信网络诈骗发案率下降21.5%，挽回群众损失1360万元。\
         破获各类刑事案件862起，抓获犯罪嫌疑人643名，命案破案率连续8年保持100%。群众安全感满意度98.6%，居全市第2位。",
        "全区刑事发案 = 1256 起, decrease 同比 18.3 %;  actual
         八类严重暴力案件 = 12 起, decrease  25 %;  share
         电信网络诈骗发案率, decrease  21.5 %;  actual
         挽回群众损失 = 13600000 元;  actual
         破获各类刑事案件 = 862 起;  actual
         抓获犯罪嫌疑人 = 643 名;  actual
         命案破案率 = 100 %;  actual
         群众安全感满意度 = 98.6 %;  actual",
    );
}

/// 统计公报: a clause goes on with what the one before it named, and Han numerals have fractions.
#[test]
fn what_was_surpassed_or_grew_is_reached() {
    check(
        "临江区2024年工作总结
         2024年，全区高新技术企业突破600家，达到620家。经营主体增长百分之八点五，达到12万户。
         城镇登记失业率下降零点二个百分点，达到3.1%。新增泊位300个，达到5000个。",
        "全区高新技术企业 = 600 家 over; 2024年 actual
         全区高新技术企业 = 620 家 reaches; 2024年 actual
         经营主体, increase  8.5 %;  actual
         经营主体 = 120000 户 reaches;  actual
         城镇登记失业率, decrease  0.2 百分点;  actual
         城镇登记失业率 = 3.1 % reaches;  actual
         新增泊位 = 300 个;  actual",
    );
}
