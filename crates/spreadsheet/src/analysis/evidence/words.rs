//! Words in the name of a field. Of all words that fit, the longest counts, and one at the end of the name before one within it:
//! 供应商联系电话 is a phone number.

use super::Ballot;
use crate::analysis::Context;
use crate::analysis::column::Column;
use crate::analysis::proposal::{Evidence, Kind, Source};
use crate::analysis::values;

/// What a word says: kinds with weights; the first names the reason.
struct Entry {
    /// Parted by `|`.
    words: &'static str,
    says: &'static [(Kind, i32)],
}

const fn entry(words: &'static str, says: &'static [(Kind, i32)]) -> Entry {
    Entry { words, says }
}

use Kind::{
    Address, AutoNumber, Barcode, Choice, Date, Datetime, Department, Email, IdCard, Member, Mobile, Money, Month, MultiChoice, Number, Percent,
    Phone, Photo, Signature, Switch, Text, Textarea, Time, Upload, Url,
};

static ENTRIES: &[Entry] = &[
    entry("手机|手机号|手机号码|移动电话|mobile|mobile no.|cell phone|mobile phone|cellphone|mobile number", &[(Mobile, 6), (Number, -6)]),
    entry(
        "电话|联系电话|电话号码|联系方式|座机|固定电话|办公电话|phone|tel|tel.|telephone|phone no.|phone number|contact number|\
         contact no.|传真|fax|热线|分机",
        &[(Phone, 5), (Mobile, 4), (Number, -6)],
    ),
    entry("邮箱|电子邮箱|邮件地址|电子邮件|e-mail|email|mail|邮件|email address", &[(Email, 6)]),
    entry("网址|网站|链接|url|website|link|主页|官网", &[(Url, 5)]),
    entry("身份证|身份证号|身份证号码|证件号码|id card|id card no.|id number", &[(IdCard, 6), (Number, -6), (Text, 1)]),
    entry(
        "日期|时间点|date|生日|出生年月日|出生日期|交期|到期日|有效期|有效期至|截止日|截止日期|失效日期|deadline|due date|due|\
         birthday|date of birth|日|交货期|期限|完成期限|要求完成日|纳期|保质期至|质保期至|入职时间|离职时间|到货时间|发货时间|\
         下单时间|购买时间|购置时间|启用时间|生产时间|完成时间|交货时间|验收时间|投产时间|毕业时间|签订时间|计划完成时间|\
         实际完成时间|要求完成时间|关闭时间|入库时间|出库时间",
        &[(Date, 5), (Datetime, 2), (Number, -2)],
    ),
    entry(
        "时间|日期时间|发生时间|接收时间|登记时间|提交时间|反馈时间|date and time|datetime|timestamp|开始时间|结束时间|来电时间|\
         报修时间|受理时间|到访时间|离开时间|检查时间",
        &[(Datetime, 3), (Date, 3), (Time, 2), (Number, -2)],
    ),
    entry("time|时刻|上班时间|下班时间|打卡时间|签到时间|签退时间|start time|end time", &[(Time, 4), (Datetime, 3)]),
    entry("月份|年月|所属月份|month|期间|会计期间|账期", &[(Month, 4)]),
    entry(
        "金额|单价|总价|价格|费用|总额|合计金额|总金额|成本|预算|含税价|不含税价|售价|报价|工资|薪资|基本工资|奖金|补贴|扣款|\
         押金|税额|赔付金额|amount|price|unit price|total price|cost|fee|budget|salary|total amount|subtotal|bonus|余额|损失|\
         货款|运费|差旅费|住宿费|交通费|餐费|实发工资|应发工资|实发|应发|借款|报销|付款|收款|应收|应付|罚款|货值|产值|销售额|\
         营业额|小计金额|价税合计|津贴|个税|社保|公积金|加班费|原值|净值|payment|value|expense|expenses|allowance",
        &[(Money, 5)],
    ),
    entry(
        "数量|件数|个数|台数|人数|次数|天数|份数|箱数|只数|总数|批量|qty|quantity|count|number of|pieces|订货数|库存|库存数|\
         库存量|合格数|不良数|不合格数|抽检数|抽样数|产量|计划数|实际数|完成数|缺陷数|报废数|入库数|出库数|领用数|缺数|stock|\
         headcount|days|参加人数|应到|实到|年龄|工龄|age|页数|排名|rank|良品数|返工数|废品数|订单量|采购量|需求量|用量|发货量|\
         到货量|到货数|defects|defect qty|sample size|lot size|安全库存|最小起订量|moq",
        &[(Number, 5)],
    ),
    entry(
        "重量|长度|宽度|高度|厚度|面积|体积|温度|湿度|压力|速度|功率|电压|电流|时长|工时|尺寸值|实测值|测量值|标准值|weight|\
         length|width|height|temperature|hours|duration|分数|得分|评分|成绩|score|里程|油耗|净重|毛重|直径|外径|内径|深度|硬度|\
         浓度|转速|流量|频率|电阻|公差|上限|下限|最大值|最小值|平均值|读数|耗时|加班时数|请假时长|停机时间|停机时长|维修工时|\
         加工时间|周期|节拍|pressure|humidity|humidity|thickness|measured|reading|actual value|torque|扭矩|风险值|rpn|严重度|\
         频度|探测度|speed|总分|mileage|平时成绩",
        &[(Number, 5)],
    ),
    entry(
        "比例|比率|百分比|率|合格率|不良率|完成率|折扣|税率|占比|percent|rate|percentage|ratio|进度|达成率|稼动率|出勤率|\
         discount|progress|completion|yield|良率|权重",
        &[(Percent, 5)],
    ),
    entry(
        "备注|说明|描述|问题描述|原因|原因分析|措施|纠正措施|预防措施|意见|处理意见|处理结果说明|内容|详情|建议|总结|结论说明|\
         remark|remarks|note|notes|description|comment|comments|details|reason|cause|root cause|action|corrective action|\
         纠正预防措施|改善对策|对策|处理过程|处理情况|经过|事由|要求|技术要求|工作内容|故障现象|故障描述|现象|不良描述|不良现象|\
         缺陷描述|改进建议|评语|自我评价|工作经历|计划|目标|会议内容|决议|议题|用途|处置方案|临时措施|围堵措施|根本原因|\
         验证结果说明|效果验证|案由|整改措施|维修内容|培训内容|考核意见|审批意见|审核意见|部门意见|领导意见|评价|备注说明|\
         其他说明|summary|problem description|symptom|purpose|containment action|preventive action|opinion|feedback|问题|\
         异常描述|异常现象|处理方案|解决方案|改善措施|安全措施|solution",
        &[(Textarea, 5), (Choice, -4), (MultiChoice, -6), (Number, -2)],
    ),
    entry(
        "地址|住址|家庭住址|收货地址|联系地址|通讯地址|address|详细地址|送货地址|注册地址|现住址|户籍地址|delivery address",
        &[(Address, 5), (Choice, -3)],
    ),
    entry(
        "类型|类别|分类|种类|方式|状态|结果|等级|级别|性别|来源|渠道|优先级|程度|性质|判定|结论|学历|班次|政治面貌|婚姻状况|婚否|\
         民族|type|category|status|level|grade|priority|gender|sex|source|result|method|channel|severity|class|shift|付款方式|\
         结算方式|运输方式|支付方式|币种|请假类型|岗位类别|检验结果|检验结论|合格与否|处理方式|处置方式|处理结果|风险等级|\
         文化程度|职称|血型|kind|currency|education|judgement|judgment|disposition|conclusion|decision|用工形式|合同类型|处置|\
         紧急程度|满意度|严重程度|不良类型|缺陷类型|reason code|mode",
        &[(Choice, 4)],
    ),
    entry("是否|有无|能否|是否合格|yes/no|y/n", &[(Switch, 5), (Choice, 2)]),
    entry(
        "负责人|责任人|经办人|受理人|处理人|申请人|审核人|审批人|批准人|检验员|检查人|检查员|操作员|操作人|登记人|记录人|填表人|\
         制表人|领用人|验收人|跟进人|业务员|采购员|班组长|主管|编制人|报告人|提出人|发起人|执行人|验证人|确认人|维修人|维修人员|\
         保管人|使用人|owner|handler|responsible|responsible person|applicant|inspector|operator|approver|approved by|\
         prepared by|checked by|reviewed by|assigned to|assignee|requester|person in charge|pic|责任者|担当|担当者|盘点人|发料人|\
         领料人|仓管员|库管员|质检员|巡检人|巡检员|抽检人|送检人|点检人|保养人|借用人|归还人|经手人|报修人|接单人|培训讲师|讲师|\
         主持人|记录员|制单人|制单|复核人|复核|跟单员|销售员|销售代表|工程师|责任工程师|班长|组长|队长|team leader|leader|\
         champion|manager|buyer|inspected by|issued by|received by|verified by|created by|请假人|代理人|出差人|报销人|审核|批准|\
         审批|制表|编制|拟制|会签|检验人|质检|校对|sales rep|负责人员|责任人员|值班人|值班人员|交班人|接班人|技术员|接待人",
        &[(Member, 5), (Choice, -3)],
    ),
    // Of all that ends so, what stands above with a longer word is something else: 联系人, 收货人.
    entry("人|员|者", &[(Member, 5), (Choice, -3), (Money, -3)]),
    entry(
        "部门|所属部门|责任部门|申请部门|使用部门|department|dept|dept.|受检部门|单位部门|科室|领用部门|需求部门|主管部门|\
         所在部门|车间|responsible department|责任单位",
        &[(Department, 6), (Choice, 1)],
    ),
    entry(
        "图片|照片|相片|实物图|不良图片|现场照片|photo|picture|image|pic|pic.|photos|pictures|贴照片处|免冠照|整改前照片|\
         整改后照片|图示|缺陷图片",
        &[(Photo, 6)],
    ),
    entry("附件|文件|资料|attachment|attachments|file|files|证明材料|扫描件|附图|合同扫描件", &[(Upload, 5)]),
    entry("签名|签字|签章|signature|sign|签收|本人签字|客户签字|领导签字|审批签字|signed", &[(Signature, 6)]),
    entry("条码|条形码|二维码|barcode|qr code|序列号|sn|s/n|serial no.|serial number|sn号|sn码|机身号|出厂编号", &[(Barcode, 5), (Number, -6)]),
    entry(
        "编号|单号|流水号|单据编号|单据号|no.|no|记录编号|报告编号|表单编号|登记编号|申请单号|检验单号|工单号|ticket no.|\
         report no.|record no.|request no.|case no.|8d编号|8d no.|8d report no.|报告号|申请编号|检验报告编号|不合格单号|维修单号|\
         出库单号|入库单号|领料单号|ncr no.",
        &[(AutoNumber, 3), (Text, 2), (Number, -6), (Choice, -6)],
    ),
    entry("序号|#|item no.|s.no.|sno|s.no|行号|项次", &[(AutoNumber, 7), (Choice, -6)]),
    entry(
        "工号|员工编号|员工号|料号|物料编号|物料编码|物料号|产品编号|产品编码|产品代码|合同编号|合同号|订单号|订单编号|\
         采购订单号|采购单号|销售订单号|客户编号|客户代码|设备编号|设备编码|资产编号|批号|批次号|批次|生产批号|图号|零件号|件号|\
         部品番号|发票号|发票号码|车牌|车牌号|车牌号码|银行账号|账号|卡号|银行卡号|开户行|邮编|qq|微信|微信号|代码|编码|\
         供应商编号|供应商代码|模具编号|仪器编号|量具编号|文件编号|证书编号|学号|快递单号|运单号|物流单号|order no.|order number|\
         part no.|part number|p/n|batch no.|lot no.|batch|lot|contract no.|employee id|employee no.|staff id|po no.|po number|po|\
         invoice no.|asset no.|equipment no.|code|sku|item code|zip|postal code|supplier code|customer code|drawing no.|\
         统一社会信用代码|税号|纳税人识别号|工单编号|房号|门牌号|座位号|工位号|机号|线别号|炉号|钢印号|护照号|tracking no.|rev|\
         rev.|revision|版本|版本号|version",
        &[(Text, 5), (Number, -6), (Choice, -5), (AutoNumber, 1)],
    ),
    entry(
        "名称|姓名|品名|产品名称|物料名称|客户名称|供应商名称|供应商|客户|公司|公司名称|单位名称|项目名称|名字|联系人|标题|主题|\
         型号|规格|规格型号|产品型号|材质|品牌|name|customer|supplier|company|contact|contact person|title|subject|model|product|\
         product name|specification|spec|spec.|item|material|brand|设备名称|文件名称|会议名称|会议主题|课程名称|资产名称|\
         零件名称|客户姓名|顾客姓名|员工姓名|学生姓名|产品|项目|检查项目|检验项目|vendor|customer name|supplier name|part name|\
         employee|employee name|full name|籍贯|毕业院校|专业|岗位|职位|职务|工序|工序名称|站点|工位|检测项目|紧急联系人|学校|\
         收货人|收件人|法定代表人|法人|被访人|访客|委托人|寄件人|乘车人|访客姓名|来访人|来访单位|被访人|检验标准|标准|检验依据|\
         依据|position|department head|供方|厂家|生产厂家|制造商|manufacturer|仪器名称|物料|物料描述|货品|参数|特性|检查点|\
         检验方法|检测方法|工具|检验工具|process|characteristic|standard|job title|school|major|visitor|visitor name|member|员工",
        &[(Text, 5), (Choice, -4)],
    ),
    entry("可多选|多选|诉求|爱好|兴趣|技能|hobbies|skills|福利|涉及部门|适用范围|影响范围", &[(MultiChoice, 5)]),
    entry("单位|计量单位|unit|uom", &[(Choice, 3), (Text, 2)]),
    entry(
        "地点|位置|存放位置|库位|仓库|区域|产线|生产线|线别|机台|location|place|venue|会议地点|出差地点|目的地|存放地点|发生地点|\
         line|workshop|warehouse|room|培训地点|城市|省份|地区|city|country|国家|销售区域",
        &[(Text, 3)],
    ),
];

pub(super) fn recognise(column: &Column<'_>, _: &Context<'_>, ballot: &mut Ballot) {
    let best = column.words().iter().filter_map(|name| best(name)).max_by_key(|(score, _, _)| *score);
    let Some((_, word, entry)) = best else { return };
    let place = column.head.first.to_string();
    let mut says = entry.says.iter();
    if let Some((kind, weight)) = says.next() {
        ballot.vote(*kind, *weight, Evidence::new(Source::Words, place, format!("名称里有「{word}」"), format!("the name says `{word}`")));
    }
    says.for_each(|(kind, weight)| ballot.also(*kind, *weight));
    if !column.heading.options.is_empty() {
        ballot.offer(2, column.heading.options.clone());
        let kind = if column.heading.options.len() == 2 && column.heading.options.iter().all(|option| values::yes_no(option).is_some()) {
            Kind::Switch
        } else {
            Kind::Choice
        };
        ballot.vote(
            kind,
            6,
            Evidence::new(Source::Words, column.head.first.to_string(), "名称的括号里列出了选项", "the brackets in the name list the options"),
        );
    }
}

/// The word that says most about a name.
fn best(name: &str) -> Option<(usize, &'static str, &'static Entry)> {
    let fits = |entry: &'static Entry| entry.words.split('|').filter_map(move |word| score(name, word).map(|score| (score, word, entry)));
    // Of equals the first of the list counts.
    ENTRIES.iter().flat_map(fits).fold(None, |best: Option<(usize, &'static str, &'static Entry)>, found| match best {
        Some(best) if best.0 >= found.0 => Some(best),
        _ => Some(found),
    })
}

/// How well a word fits: whole name, end of the name, within; English words only as whole words.
fn score(name: &str, word: &str) -> Option<usize> {
    let length = word.chars().count();
    let bare = name.trim_end_matches(['）', ')']);
    if name == word {
        return Some(1000 + length);
    }
    if word.is_ascii() {
        let words: Vec<&str> =
            name.split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '/' | '-' | ',')).filter(|part| !part.is_empty()).collect();
        let wanted: Vec<&str> = word.split_whitespace().collect();
        if words.ends_with(&wanted) {
            return Some(200 + length);
        }
        let within = words.windows(wanted.len()).any(|window| window == wanted.as_slice());
        return (within && length >= 4).then_some(length);
    }
    if bare.ends_with(word) {
        return Some(200 + length * 10);
    }
    (length >= 2 && name.contains(word)).then_some(length * 10)
}
