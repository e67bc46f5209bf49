"""One-line changes: every phrase as people write it, with what it means, what must be asked, and what is not read.

`kind product value`: a question mark behind the kind asks about the value, one before the product about the product.
"""

# ruff: noqa: E501 - a row of the table is one line

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.understanding.change_line import change_line
from domain.understanding.change_result import ChangeLine, How, Meant, Ordered
from domain.understanding.line_text import LONGEST_LINE
from domain.understanding.measure import Measured
from domain.understanding.result import Ambiguous
from tests.support.change_lines import BOTH, X200, read, summary
from tests.support.order_lines import CALENDAR, MONDAY, NAMES, WORDS

PHRASES = """
改成500台 ⇒ quantity 500台
数量改500 ⇒ quantity 500
加到500 ⇒ quantity|price? 500
加到500台 ⇒ quantity 500台
加200台 ⇒ quantity +200台
减50 ⇒ quantity|price? -50
减50台 ⇒ quantity -50台
X200 改成500台 ⇒ quantity X200 500台
单价改成56 ⇒ price 56
降到55 ⇒ price|quantity? 55
九五折? ⇒ discount? 9.5
九五折 ⇒ discount 9.5
打九五折 ⇒ discount 9.5
交期推一周 ⇒ day +7d
推迟3天 ⇒ day +3d
晚两天 ⇒ day +2d
提前到12月1号 ⇒ day 2026-12-01
改到下周五 ⇒ day 2026-12-04
12月8号交 ⇒ day 2026-12-08
地址改苏州工业园区星湖街328号 ⇒ place 苏州工业园区星湖街328号
收货人改王工 13912345678 ⇒ receiver 王工, phone 13912345678
物流改德邦 ⇒ carrier 德邦
X350 再加 20 台 单价80 ⇒ new_line X350 20台, price X350 80
X200 不要了 ⇒ end_line X200
取消这张单 ⇒ cancel
不做了 ⇒ cancel
先停一下 ⇒ hold
暂停 ⇒ hold
改成500台 交期推一周 ⇒ quantity 500台, day +7d
X200改成五百台，單價改成56，交期推遲一週 ⇒ quantity X200 500台, price X200 56, day +7d
数量改成５００台，单价改５６元 ⇒ quantity 500台, price 56
推3个工作日 ⇒ day +3wd
从300台改成500台 ⇒ quantity 500台 from 300台
X200 300台改成500台 ⇒ quantity X200 500台 from 300台
300改500 ⇒ quantity|price? 500 from 300
单价58改56 ⇒ price 56 from 58
交期12月4号改到12月11号 ⇒ day 2026-12-11 from 2026-12-04
12月4号改11号 ⇒ day 2026-12-11 from 2026-12-04
加200台X200 ⇒ quantity X200 +200台
再加20台X350 ⇒ new_line X350 20台
加20台 X350 单价80 ⇒ new_line ?X350 20台, price X350 80
X350 20台 ⇒ new_line? X350 20台
X350改成20台 ⇒ new_line? X350 20台
加X350 20台 ⇒ new_line X350 20台
X200换成X350 ⇒ unknown X200换成X350
运费改成500 ⇒ unknown 运费改成500
交期推一下 ⇒ unknown 交期推
单价不变，数量改成500台 ⇒ quantity 500台
能不能改成500台？ ⇒ quantity? 500台
改成500台行吗 ⇒ quantity? 500台
不要改成500台 ⇒ unknown 不要改成500台
别推迟 ⇒ unknown 别推迟
不要X200了 ⇒ end_line X200
取消X200 ⇒ end_line X200
X200取消50台 ⇒ quantity X200 -50台
减掉50台 ⇒ quantity -50台
去掉50台 ⇒ quantity -50台
电机改成500台 ⇒ quantity ?X200 500台
螺丝改成500台 ⇒ quantity? 500台, unknown 螺丝
改成56元 ⇒ price? 56
改成56元一台 ⇒ price 56
每台涨2块 ⇒ price +2
单价降5% ⇒ price -5%
数量加10% ⇒ quantity +10%
降5% ⇒ price|quantity? -5%
涨到60 ⇒ price|quantity? 60
付款方式改成款到发货 ⇒ terms prepaid.shipment
改成月结30天 ⇒ terms standard 30
改成款到发货 ⇒ terms prepaid.shipment
总价改成17000 ⇒ unknown 总价改成17000
定金改50% ⇒ unknown 定金改50%
第一行改成500台 ⇒ quantity X200 500台
都加10台 ⇒ quantity ?X200/Y10 +10台
不要了 ⇒ cancel?
取消 ⇒ cancel?
算了 ⇒ cancel?
订单取消 ⇒ cancel
客户不要了 ⇒ cancel?
X200，不要了 ⇒ end_line X200
王总说改成500台 ⇒ quantity 500台
宏达 X200 改成500台 ⇒ quantity? X200 500台, unknown 宏达
推迟到下周五 ⇒ day 2026-12-04
推到月底 ⇒ day? 2026-11-30
延期半个月 ⇒ day? +15d
推一个月 ⇒ day? +30d
提前两天 ⇒ day -2d
早3天 ⇒ day -3d
交期改12.8 ⇒ day 2026-12-08
交期12月8号 ⇒ day 2026-12-08
地址错了 ⇒ place? 错了
送到苏州 ⇒ place 苏州
改送苏州 ⇒ place 苏州
电话改13912345678 ⇒ phone 13912345678
联系人换成李经理 ⇒ receiver 李经理
改走顺丰 ⇒ carrier 顺丰
客户PO改成HD-2025-11 ⇒ customer_po HD-2025-11
PO号改为4500012345 ⇒ customer_po 4500012345
500台 ⇒ quantity? 500台
56 ⇒ unknown 56
X200不要50台 ⇒ unknown X200不要50台
X200 改成500台 Y10 不要了 ⇒ quantity X200 500台, end_line Y10
X200加200台，Y10减50件 ⇒ quantity X200 +200台, quantity Y10 -50件
X200 500台，Y10 100件 ⇒ quantity? X200 500台, quantity? Y10 100件
X200改成500台，单价56，Y10改成100件 ⇒ quantity X200 500台, price X200 56, quantity Y10 100件
X200改500台Y10改100件 ⇒ quantity X200 500台, quantity Y10 100件
改500台 ⇒ quantity 500台
改成500 ⇒ quantity|price? 500
改成五百 ⇒ quantity|price? 500
改成56.5 ⇒ price? 56.5
改成500个 ⇒ quantity 500个
数量改成500个 ⇒ quantity 500个
数量增加到500台 ⇒ quantity 500台
增加200台 ⇒ quantity +200台
增加200 ⇒ quantity|price? +200
多加200台 ⇒ quantity +200台
再来200台 ⇒ quantity +200台
追加200台 ⇒ quantity +200台
再追加两百台 ⇒ quantity +200台
多做20台 ⇒ quantity +20台
少做20台 ⇒ quantity -20台
少50台 ⇒ quantity -50台
减少50台 ⇒ quantity -50台
减少到250台 ⇒ quantity 250台
减到250台 ⇒ quantity 250台
砍掉50台 ⇒ quantity -50台
砍到250台 ⇒ quantity 250台
涨5块 ⇒ price? +5
单价涨到60 ⇒ price 60
单价涨5块 ⇒ price +5
价格提到60 ⇒ price 60
价格下调到55 ⇒ price 55
单价降2块 ⇒ price -2
单价优惠2块 ⇒ price -2
便宜2块一台 ⇒ price -2
单价由58改为56 ⇒ price 56 from 58
58元改成56元 ⇒ price? 56 from 58
单价改成56元/台 ⇒ price 56
单价改成56一台 ⇒ price 56
含税单价改成56 ⇒ price 56
单价改含税56 ⇒ unknown 单价改含税56
单价改成九五折 ⇒ discount 9.5
按九五折 ⇒ discount 9.5
优惠5% ⇒ price|quantity? -5%
单价打9折 ⇒ discount 9
价格改成1.2万 ⇒ price 12000
单价改成$56 ⇒ unknown 单价改成$56
单价改成56台 ⇒ unknown 单价改成56台
数量改成56元 ⇒ unknown 数量改成56元
数量改成0台 ⇒ unknown 数量改成0台
数量改成-5台 ⇒ quantity? 5台, unknown 数量改成-
改成300到500台 ⇒ quantity? 300台/500台
改成500台左右 ⇒ quantity? 500台
加一两百台 ⇒ quantity? +100台/200台
晚一点 ⇒ unknown 晚
晚点发 ⇒ unknown 晚点发
晚3个工作日 ⇒ day +3wd
延后一周 ⇒ day +7d
往后推一周 ⇒ day +7d
顺延两周 ⇒ day +14d
推迟到12月20号 ⇒ day 2026-12-20
推到下周三 ⇒ day 2026-12-02
延期到12月15日 ⇒ day 2026-12-15
交期延到12月15 ⇒ day 2026-12-15
交期延长3天 ⇒ day +3d
交货期延迟5天 ⇒ day +5d
推十天 ⇒ day +10d
推两三天 ⇒ day? +2d/3d
推半天 ⇒ day?
推一周半 ⇒ day?
早两天发货 ⇒ day -2d
提早一周 ⇒ day -7d
提前3个工作日 ⇒ day -3wd
赶到12月1号 ⇒ day 2026-12-01
提前到下周五交货 ⇒ day 2026-12-04
交期改到12/8 ⇒ day 2026-12-08
交期：12月8日 ⇒ day 2026-12-08
交货日期改为2026-12-18 ⇒ day 2026-12-18
交期改成款到后10天 ⇒ day after payment
12月8号 ⇒ day? 2026-12-08
下周五交货 ⇒ day 2026-12-04
下周五付款 ⇒ unknown 下周五付款
改到下周五发 ⇒ day 2026-12-04
月底交 ⇒ day? 2026-11-30
年前交 ⇒ day? 2026-12-31/2027-02-04
越快越好 ⇒ day?
交期改到昨天 ⇒ unknown 交期改到昨天
交期改10天 ⇒ day? 2026-12-03
交期10天 ⇒ day? 2026-12-03
急，提前 ⇒ unknown 急, unknown 提前
把交期提前一周 ⇒ day -7d
客户要求交期提前5天，数量加100台 ⇒ day -5d, quantity +100台
地址改成苏州市相城区富元路18号3号楼2楼 ⇒ place 苏州市相城区富元路18号3号楼2楼
地址：苏州市相城区 富元路 18号 ⇒ place 苏州市相城区 富元路 18号
收货地址换成上海嘉定 收货人张三 电话13800138000 ⇒ place 上海嘉定, receiver 张三, phone 13800138000
地址改苏州 交期推一周 ⇒ place 苏州, day +7d
地址改苏州交期推一周 ⇒ place 苏州, day +7d
改送上海 ⇒ place 上海
送货地址变更为无锡新区锡梅路99号，联系人陈工 ⇒ place 无锡新区锡梅路99号, receiver 陈工
改成自提 ⇒ place 自提
地址改为客户自提 ⇒ place 客户自提
收货人王工13912345678 ⇒ receiver 王工, phone 13912345678
收货人改成王工，电话改成0512-66881234 ⇒ receiver 王工, phone 0512-66881234
手机号改成139 ⇒ unknown 手机号改成139
13912345678 ⇒ phone 13912345678
物流换顺丰 ⇒ carrier 顺丰
快递改中通 ⇒ carrier 中通
改发德邦 ⇒ carrier 德邦
物流加急 ⇒ carrier? 加急
物流改空运 ⇒ carrier 空运
走德邦 ⇒ carrier 德邦
PO改成4500099 ⇒ customer_po 4500099
客户PO号改为 HD-88 ⇒ customer_po HD-88
PO号没有 ⇒ unknown PO号没有
付款条件改月结60天 ⇒ terms standard 60
改成账期 ⇒ terms standard
改成预付 ⇒ terms? prepaid.release/prepaid.shipment/prepaid.deposit
改成样品单 ⇒ terms sample
改成定金尾款 ⇒ terms prepaid.deposit
账期改60天 ⇒ unknown 账期改60天
发票改普票 ⇒ unknown 发票改普票
包装改木箱 ⇒ unknown 包装改木箱
备注改一下 ⇒ unknown 备注改
客户改成永盛 ⇒ unknown 客户改成永盛
整单取消 ⇒ cancel
这单取消了 ⇒ cancel
这单不要了 ⇒ cancel
这个单子不做了 ⇒ cancel
撤单 ⇒ cancel
全部不要了 ⇒ cancel
订单作废 ⇒ cancel
先不做了 ⇒ hold
先别做 ⇒ hold
先放一放 ⇒ hold
生产先停一下 ⇒ hold
暂停发货 ⇒ hold
X200先停一下 ⇒ hold X200
别停 ⇒ unknown 别停
不要取消 ⇒ unknown 不要取消
不取消了 ⇒ unknown 不取消了
不用改了 ⇒
不改了 ⇒
没改 ⇒ unknown 没改
其他不变 ⇒
X200改成500台，其他不变 ⇒ quantity X200 500台
数量不变，交期推一周 ⇒ day +7d
Y10删掉 ⇒ end_line Y10
去掉Y10 ⇒ end_line Y10
Y10去掉 ⇒ end_line Y10
Y10不做了 ⇒ end_line Y10
K15不要了 ⇒ unknown K15不要了
取消K15 ⇒ unknown 取消K15
减速电机不要了 ⇒ end_line X200
减速电机改成500台 ⇒ quantity X200 500台
X200减速电机改成500台 ⇒ quantity X200 500台
第2个产品改成100件 ⇒ quantity Y10 100件
第3行改成100件 ⇒ quantity? 100件, unknown 第3行
K15改成20台 80元 ⇒ new_line? K15 20台, price? K15 80
加K15 ⇒ new_line? K15
另外加20台K15，单价80 ⇒ new_line K15 20台, price K15 80
加急 ⇒ day?
加班赶一下 ⇒ unknown 班赶
X200 单价改成56 ⇒ price X200 56
X200涨到60 ⇒ price|quantity? X200 60
X200降到55块 ⇒ price? X200 55
X200 交期推一周 ⇒ day X200 +7d
X200和Y10都加10台 ⇒ quantity ?X200/Y10 +10台
X200、Y10各加10 ⇒ quantity|price? ?X200/Y10 +10
每样加10台 ⇒ quantity ?X200/Y10 +10台
不是500台，是300台 ⇒ quantity 300台, unknown 不是500台
应该是500台 ⇒ quantity 500台
写错了，应该是500台 ⇒ quantity 500台, unknown 写错
500台写错了，是300台 ⇒ quantity? 500台, quantity? 300台, unknown 写错
300->500台 ⇒ quantity 500台 from 300
300台→500台 ⇒ quantity 500台 from 300台
如果便宜就加到500台 ⇒ quantity? 500台, unknown 便宜
可能加到500台 ⇒ quantity? 500台
加到500台？ ⇒ quantity? 500台
要不要加200台 ⇒ quantity? +200台
改成500台或者600台 ⇒ quantity? 500台, quantity? 600台
改成500台，改成600台 ⇒ quantity? 500台, quantity? 600台
加200台，一共500台 ⇒ quantity? +200台, quantity? 500台
取消订单，改成500台 ⇒ cancel?, quantity? 500台
交期推一周，改到下周五 ⇒ day? +7d, day? 2026-12-04
改成500台，单价改成56元，总价28000 ⇒ quantity 500台, price 56, unknown 总价28000
改成 500 台 ⇒ quantity 500台
改 成500台 ⇒ quantity? 500台, unknown 改 成
改成500 台， ⇒ quantity 500台
麻烦帮忙改成500台，谢谢 ⇒ quantity 500台
你好，客户那边说要改成500台 ⇒ quantity 500台
数量改成５００ ⇒ quantity 500
請把數量改為五百臺 ⇒ quantity 500台
減50臺 ⇒ quantity -50台
單價調整為56元 ⇒ price 56
延後兩週 ⇒ day +14d
地址改臺北市信義區 ⇒ place 臺北市信義區
XS261123-003 改成500台 ⇒ quantity? 500台, unknown XS261123-003
003 改成500台 ⇒ quantity? 500台 from None
a ⇒ unknown a
😀 ⇒
? ⇒
改到12/8 ⇒ day 2026-12-08
改到12.8 ⇒ unknown 改到12.8
推到12.8 ⇒ day 2026-12-08
单价提到60 ⇒ price 60
提到12月1号 ⇒ day 2026-12-01
付款条件改账期 ⇒ terms standard
再加K15 ⇒ new_line? K15
客户同意改成500台 ⇒ quantity 500台
X200加10台 Y10减5件 交期提前两天 ⇒ quantity X200 +10台, quantity Y10 -5件, day -2d
X200和Y10都不要了 ⇒ end_line ?X200/Y10
X200不要了，Y10改成50件 ⇒ end_line X200, quantity Y10 50件
X200 Y10 改成50台 ⇒ quantity ?X200/Y10 50台
Y10 改成 K15 ⇒ unknown Y10 改成 K15
改X200 500台 ⇒ quantity X200 500台
把X200改成500台 ⇒ quantity X200 500台
把X200的数量改成500台，单价改成56 ⇒ quantity X200 500台, price X200 56
减X200 50台 ⇒ quantity X200 -50台
X200减50台，换成Y10加50件 ⇒ quantity X200 -50台, unknown 换成Y10加50件
交期改12月20号，收货人改李四，电话13900001111，地址改南京江宁 ⇒ day 2026-12-20, receiver 李四, phone 13900001111, place 南京江宁
客户追加订单200台 ⇒ unknown 追加订单200台
增补100台 ⇒ quantity? +100台, unknown 增
数量由300台增加到500台 ⇒ quantity 500台 from 300台
由300增至500台 ⇒ quantity 500台 from 300
每月改成500台 ⇒ quantity? 500台, unknown 每月
分两批交，第一批12月1号 ⇒ day? 2026-12-01, unknown 分两批交, unknown 第一批
明天改成500台 ⇒ day? 2026-11-24, quantity 500台
数量500台，单价58，交期12月8号 ⇒ quantity 500台, price 58, day 2026-12-08
500台 56元 ⇒ quantity? 500台, price? 56
改成500台 56元/台 ⇒ quantity 500台, price 56
改为500台56一台 ⇒ quantity 500台, price 56
单价56数量500 ⇒ price 56, quantity 500
要500台 ⇒ quantity? 500台
只要200台 ⇒ quantity? 200台
就要200台 ⇒ quantity? 200台
多了20台 ⇒ quantity? 20台, unknown 多
发德邦 地址改苏州 ⇒ carrier 德邦, place 苏州
收货地址改了 ⇒ unknown 收货地址改
地址要改 ⇒ unknown 地址, unknown 改
收货人换了 ⇒ unknown 收货人换
电话换成新的 ⇒ unknown 电话换成新
改个地址 ⇒ unknown 改, unknown 地址
取消12月8号的发货 ⇒ cancel?, day? 2026-12-08
取消收货人 ⇒ cancel?
取消加急 ⇒ cancel?, day?
不走顺丰了 ⇒ unknown 不走顺丰了
不发德邦改发顺丰 ⇒ unknown 不发德邦改发顺丰
X200 由300台改為350台 ⇒ quantity X200 350台 from 300台
單價由58改成55 ⇒ price 55 from 58
交期延後兩週，其他不變 ⇒ day +14d
訂單取消 ⇒ cancel
先暫停一下 ⇒ hold
暫停生產 ⇒ hold
收貨人改李小姐 電話13800138000 ⇒ receiver 李小姐, phone 13800138000
Ｘ２００　改成　５００台 ⇒ quantity X200 500台
Ｘ２００改成５００台，交期推一周 ⇒ quantity X200 500台, day +7d
加２００台 ⇒ quantity +200台
数量：500 ⇒ quantity 500
数量＝500 ⇒ quantity 500
单价：56元 ⇒ price 56
物流：德邦 ⇒ carrier 德邦
收货人：王工 ⇒ receiver 王工
联系人张经理，电话 021-55667788 ⇒ receiver 张经理, phone 021-55667788
PO：4500088 ⇒ customer_po 4500088
数量改成三百五 ⇒ quantity 350
加两打 ⇒ quantity +24
加半打 ⇒ quantity +6
改成1,200台 ⇒ quantity 1200台
改成1.2万台 ⇒ quantity 12000台
数量加一倍 ⇒ unknown 数量加一倍
数量翻倍 ⇒ unknown 数量翻倍
数量减半 ⇒ unknown 数量减半
再降两个点 ⇒ price|quantity? -2%
涨价3% ⇒ price|quantity? +3%
单价下调2% ⇒ price -2%
单价打九折 ⇒ discount 9
价格优惠到55 ⇒ price 55
单价改成55.5 ⇒ price 55.5
单价改五十五块五 ⇒ price 55.5
单价五十六 ⇒ price 56
单价改成0 ⇒ unknown 单价改成0
单价改成-5 ⇒ unknown 单价改成-5
交期提前到11月20号 ⇒ day? 2027-11-20
交期改2026年12月18日 ⇒ day 2026-12-18
交期改成12月18号，12月20号也行 ⇒ day? 2026-12-18, day? 2026-12-20
交期推迟到春节后 ⇒ day? 2027-02-11
等通知 ⇒ unknown 等通知
不急了，晚两周 ⇒ day?, day? +14d
延期 ⇒ unknown 延期
提前 ⇒ unknown 提前
推迟 ⇒ unknown 推迟
交期推到下下周一 ⇒ day 2026-12-07
往后延5天 ⇒ day +5d
往后推3个工作日 ⇒ day +3wd
早点交 ⇒ unknown 早点
交期尽量提前 ⇒ unknown 交期, unknown 提前
能提前吗 ⇒ unknown 能提前
数量能不能加到500台？交期不变 ⇒ quantity? 500台
要是能便宜就加200台 ⇒ quantity? +200台, unknown 能便宜
客户在考虑加200台 ⇒ quantity? +200台
改成500台，可以吗 ⇒ quantity? 500台
X200改成500台？单价56 ⇒ quantity? X200 500台, price? X200 56
X200改成500台。单价改成56吗？ ⇒ quantity X200 500台, price? X200 56
不加了 ⇒ unknown 不
不降价 ⇒ unknown 不降价
别改地址 ⇒ unknown 别改地址
不用提前了 ⇒ unknown 不用提前
单价不能改 ⇒ unknown 单价不能改
X200不用改 ⇒
X200 改成500台 不对 改成400台 ⇒ quantity? X200 500台, unknown 不对 改成400台
X200改成500台和Y10改成100件 ⇒ quantity X200 500台, quantity Y10 100件
Y10加20件和X200减30台 ⇒ quantity Y10 +20件, quantity X200 -30台
Y10多加20件，少发X200 30台 ⇒ quantity Y10 +20件, quantity X200 -30台
X200少做30台 ⇒ quantity X200 -30台
少X200 30台 ⇒ quantity X200 -30台
Y10取消20件 ⇒ quantity Y10 -20件
删掉Y10，X200改成500台 ⇒ end_line Y10, quantity X200 500台
Y10这行不要了 ⇒ end_line Y10
X200和K15换一下 ⇒ unknown X200和K15换
把Y10换成K15 20台 ⇒ unknown Y10换成K15 20台
K15加20台 ⇒ new_line K15 20台
K15再来20台，80一台 ⇒ new_line K15 20台, price K15 80
新增K15 20台 单价80 ⇒ new_line? K15 20台, price? K15 80, unknown 新增
另加两台K15 ⇒ new_line K15 2台
再来一台X200 ⇒ quantity X200 +1台
加个K15 ⇒ new_line? K15
螺母M6加1000个 ⇒ new_line? M6 1000个, unknown 螺母
加X200 ⇒ quantity? X200
每样减5 ⇒ quantity|price? ?X200/Y10 -5
都涨5% ⇒ price|quantity? ?X200/Y10 +5%
都改成九五折 ⇒ discount ?X200/Y10 9.5
全部推迟一周 ⇒ day +7d
第二行单价改成20 ⇒ price Y10 20
第一个产品减50台 ⇒ quantity X200 -50台
第一行不要了 ⇒ end_line X200
轴承座改成100件 ⇒ quantity Y10 100件
轴承改成100件 ⇒ quantity ?Y10 100件
电机和轴承座都加5 ⇒ quantity|price? ?X200/Y10 +5, unknown 电机和
先付30%改成全款 ⇒ terms? prepaid.release/prepaid.shipment, unknown 30%
改成先款后货 ⇒ terms prepaid.shipment
付款方式改 ⇒ unknown 付款方式改
结算方式改成月结 ⇒ terms standard
改月结90天 ⇒ terms standard 90
改成样品 ⇒ terms sample
改成备货 ⇒ terms stock
发票抬头改成永盛 ⇒ unknown 发票抬头改成永盛
税率改13% ⇒ unknown 税率改13%
运费改到付 ⇒ unknown 运费改到
尾款改成月底付 ⇒ unknown 尾款改成月底付
包装要求加木箱 ⇒ unknown 包装要求加木箱
规格改成大号 ⇒ unknown 规格改成大号
改成红色的500台 ⇒ quantity? 500台, unknown 改成红色
收货人王工 ⇒ receiver 王工
收货人 ⇒ unknown 收货人
地址 ⇒ unknown 地址
单价 ⇒ unknown 单价
数量 ⇒ unknown 数量
交期 ⇒ unknown 交期
改 ⇒ unknown 改
改一下 ⇒ unknown 改
帮我改一下 ⇒ unknown 改
改一下单 ⇒ unknown 改
你好 ⇒
好的 ⇒
谢谢 ⇒
在吗 ⇒
123 ⇒ unknown 123
13912345678 王工收 ⇒ phone? 13912345678, unknown 王工收
地址改成江苏省苏州市工业园区星湖街328号 收货人王工 13912345678 物流改德邦 ⇒ place 江苏省苏州市工业园区星湖街328号, receiver 王工, phone 13912345678, carrier 德邦
送到无锡新区，下周三到 ⇒ place 无锡新区, day 2026-12-02
改送无锡，电话不变 ⇒ place 无锡
地址改苏州，不要送上海 ⇒ place 苏州, unknown 不要送上海
自提 ⇒ place 自提
改自提 ⇒ place 自提
改为上门自提 ⇒ place 上门自提
发货方式改成空运 ⇒ carrier 空运
用顺丰 ⇒ carrier 顺丰
走顺丰 ⇒ carrier 顺丰
换京东快递 ⇒ unknown 换京东快递
订单先停，等客户通知 ⇒ hold, unknown 等
这单先停一停，客户要改图纸 ⇒ hold, unknown 改图纸
缓一缓 ⇒ hold
暂缓执行 ⇒ hold
先不要发货 ⇒ hold
先别生产，图纸有问题 ⇒ hold, unknown 图纸有问题
恢复生产 ⇒ unknown 恢复生产
继续做 ⇒ unknown 继续做
不停了 ⇒ unknown 不停
不暂停 ⇒ unknown 不暂停
这单做完再停 ⇒ unknown 做完, unknown 停
取消订单吗？ ⇒ cancel?
如果再涨价就取消订单 ⇒ unknown 涨价就取消
可能要取消订单 ⇒ cancel?
客户说不做了 ⇒ cancel
客户不做了 ⇒ cancel
这批货不要了 ⇒ cancel?
都不要了 ⇒ cancel
退单 ⇒ cancel
作废 ⇒ cancel?
算了不改了 ⇒ cancel?
不改了，还是按原来的 ⇒
X200 ⇒ unknown X200
X200，改成500台 ⇒ quantity X200 500台
X200，Y10改成50件 ⇒ quantity Y10 50件, unknown X200
加个K15，20台 ⇒ new_line? K15, new_line? K15 20台
"""


def labelled() -> list[tuple[str, str]]:
    rows = [line.partition(" ⇒") for line in PHRASES.strip().split("\n")]
    return [(phrase, meaning.strip()) for phrase, _, meaning in rows]


def test_the_table_is_large_and_says_each_phrase_once() -> None:
    phrases = [phrase for phrase, _ in labelled()]
    assert len(phrases) >= 300
    assert len(phrases) == len(set(phrases))
    read_kinds = {part.meant for phrase in phrases for part in read(phrase).parts}
    assert read_kinds == set(Meant)


def test_every_phrase_is_read_as_its_writer_means_it() -> None:
    wrong = [
        f"{phrase}: {found}, not {meaning}"
        for phrase, meaning in labelled()
        if (found := summary(read(phrase))) != meaning
    ]
    assert not wrong, "\n".join([str(len(wrong)), *wrong])


# ── what the order is decides what words mean ──────────────────────────────────────────────

WITHOUT_PRICE = (Ordered("X200", "减速电机", "台", priced=False),)


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("改成500", "quantity 500"),
        ("降到55", "quantity 55"),
        ("减50", "quantity -50"),
        ("改成56.5", "unknown 改成56.5"),
        ("改成56元", "unknown 改成56元"),
        ("降5%", "quantity? -5%"),
    ],
)
def test_without_prices_a_number_can_only_be_a_quantity(text: str, meaning: str) -> None:
    assert summary(read(text, WITHOUT_PRICE)) == meaning


def test_every_product_is_one_where_there_is_one() -> None:
    assert summary(read("都加10台", (X200,))) == "quantity +10台"
    assert summary(read("都加10台", BOTH)) == "quantity ?X200/Y10 +10台"


def test_the_name_of_the_orders_own_customer_says_nothing() -> None:
    (part,) = read("宏达 改成500台").parts
    assert isinstance(part.reading, Ambiguous)
    code = next(one.codes[0] for one in NAMES.within("宏达机电") if one.kind == "customer")
    line = read("宏达 改成500台", customer=code)
    assert (summary(line), line.unknown) == ("quantity 500台", ())


def test_a_line_of_the_order_is_named_though_nobody_else_knows_it() -> None:
    special = Ordered("ZZ-9", "专用工装", "套")
    assert summary(read("ZZ-9改成5套", (special,))) == "quantity ZZ-9 5套"
    assert summary(read("专用工装改成5套", (special,))) == "quantity ZZ-9 5套"
    assert summary(read("ZZ-90改成5套", (special,))) == "quantity? 5套, unknown ZZ-90"


def test_two_lines_of_one_name_are_asked_about() -> None:
    twins = (Ordered("A1", "专用工装", "套"), Ordered("A2", "专用工装", "套"))
    assert summary(read("专用工装改成5套", twins)) == "quantity ?A1/A2 5套"


# ── what holds for every message ───────────────────────────────────────────────────────────

_WORDS = [
    "X200",
    "Y10",
    "K15",
    "减速电机",
    "改成",
    "改到",
    "加",
    "加到",
    "减",
    "减到",
    "降到",
    "涨",
    "推迟",
    "提前",
    "晚",
    "500台",
    "50",
    "56元",
    "一周",
    "3个工作日",
    "12月8号",
    "数量",
    "单价",
    "交期",
    "地址",
    "收货人",
    "物流",
    "王工",
    "13912345678",
    "苏州",
    "德邦",
    "不要了",
    "取消",
    "暂停",
    "不",
    "别",
    "吗",
    "？",
    "，",
    "。",
    "\n",
    "这张单",
    "九五折",
    "5%",
    "款到发货",
    "其他不变",
    "都",
    "如果",
    "宏达",
]
_LIKELY = st.lists(st.sampled_from([*_WORDS, " ", "的", "五"]), max_size=14).map("".join)


def whole(line: ChangeLine, text: str) -> None:
    """Words of parts are written where they say, in order and none over another; what is lost was written too."""
    end = 0
    for part in line.parts:
        assert text[part.start : part.end] == part.text
        assert part.text == part.text.strip()
        assert end <= part.start < part.end
        end = part.end
        assert part.product is None or part.product.text in text
        assert (part.meant is Meant.EITHER) == bool(part.among)
        assert part.how is How.TO or part.meant in {Meant.QUANTITY, Meant.PRICE, Meant.EITHER, Meant.DAY}
    assert all(words and words in text for words in line.unknown)


@settings(deadline=None, max_examples=150)
@given(st.one_of(_LIKELY, st.text(max_size=80)))
def test_no_text_raises_and_every_word_was_written(text: str) -> None:
    whole(read(text), text)


@settings(deadline=None, max_examples=80)
@given(_LIKELY)
def test_what_is_asked_or_denied_is_never_sure(text: str) -> None:
    assert not any(part.sure for part in read(f"能不能{text.translate({ord(char): None for char in _STOPS})}").parts)


_STOPS = "\n。！!"


@settings(deadline=None, max_examples=80)
@given(_LIKELY)
def test_one_way_of_writing_or_another(text: str) -> None:
    wide = "".join(chr(ord(char) + 0xFEE0) if char.isdigit() else char for char in text)
    values = [
        [(part.meant, part.how, part.value) for part in read(way).parts if part.meant in {Meant.QUANTITY, Meant.DAY}]
        for way in (text, wide)
    ]
    assert values[0] == values[1]


@pytest.mark.parametrize("words", ["改成", "X200", "加1", "地址", "推", "不要", "取消", "5", "地址苏州 "])
def test_the_longest_message_of_one_word_does_not_hold_anybody_up(words: str) -> None:
    begun = process_time()
    read(words * (LONGEST_LINE // len(words)))
    assert process_time() - begun < 5


def test_beyond_the_longest_nothing_is_read() -> None:
    line = read("改成500台" + " " * LONGEST_LINE)
    assert (line.parts, line.unknown) == ((), ("改成500台",))


def test_an_order_without_lines_can_only_get_new_ones() -> None:
    line = change_line("再加20台X200", (), NAMES, WORDS, MONDAY, CALENDAR)
    assert [(part.meant, part.value) for part in line.parts] == [
        (Meant.NEW_LINE, Measured(line.parts[0].value.number, "台"))
    ]
